package io.tenantschemas.migrate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** The part of a run that the tenants are: the canaries, then one of those that are alike, then those that are left. */
final class TenantMigrations {

    private final MigrationRequest request;

    private final TenantTargets tenants;

    private final MigrationSteps steps;

    private final MigrationWorkers workers;

    private final Map<MigrationTarget, SchemaMigrationResult> results = new HashMap<>();

    private final MigrationListener listener;

    TenantMigrations(
            MigrationRequest request,
            TenantTargets tenants,
            MigrationSteps steps,
            MigrationListener listener,
            MigrationStop stop) {
        this.request = request;
        this.tenants = tenants;
        this.steps = steps;
        this.listener = listener;
        this.workers = new MigrationWorkers(request, listener, new Attempt(), stop);
    }

    /**
     * Returns a result for each target, in their order.
     *
     * @param isFirst whether nothing was tried before
     * @throws DatabaseUnreachableException if that is so, and there is no connection to be had
     */
    List<SchemaMigrationResult> run(List<MigrationTarget> targets, boolean isFirst) {
        migrateCanaries(targets);
        List<MigrationTarget> others =
                targets.stream().filter(target -> !results.containsKey(target)).toList();
        // Those that are named are few.
        boolean isEachAlone = tenants.areNamed() || workers.isOver();
        List<MigrationTarget> left = isEachAlone ? others : settleByFirsts(others, isFirst && results.isEmpty());
        workers.migrate(left).forEach(result -> results.put(result.target(), result));
        return targets.stream()
                .map(target -> Objects.requireNonNull(results.get(target)))
                .toList();
    }

    private void migrateCanaries(List<MigrationTarget> targets) {
        List<MigrationTarget> canaries =
                tenants.canaries().stream().filter(targets::contains).toList();
        workers.migrate(canaries).forEach(result -> results.put(result.target(), result));
        if (results.values().stream().anyMatch(Failed.class::isInstance)) {
            workers.stop();
        }
    }

    private List<MigrationTarget> settleByFirsts(List<MigrationTarget> targets, boolean isFirst) {
        return new AlikeMigrations(steps, workers, listener, results).run(targets, isFirst);
    }

    private final class Attempt implements MigrationWorker.Attempt {

        @Override
        public Optional<? extends SchemaMigrationResult> run(MigrationTarget target) {
            Optional<MigrationFailure> refusal = tenants.refusal(target);
            return refusal.isPresent()
                    ? Optional.of(new Failed(target, refusal.get()))
                    : steps.tryToRun(target, request.dryRun());
        }

        @Override
        public List<SchemaMigrationResult> checked(List<? extends Done> results) {
            return request.dryRun() ? List.copyOf(results) : steps.checked(results);
        }
    }
}
