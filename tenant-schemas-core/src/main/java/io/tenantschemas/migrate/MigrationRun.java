package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.tenant.SchemaName;

/** One request on its way: the shared schema, then the tenants. */
final class MigrationRun {

    private final MigrationRequest request;

    private final PutOffs listener;

    private final TenantTargets tenants;

    private final SchemaName publicSchema;

    private final MigrationSteps steps;

    private final MigrationStop stop;

    /**
     * Creates a run that has not begun.
     *
     * @throws MigrationRequestException if the request contradicts itself in this application
     */
    MigrationRun(
            MigrationRequest request,
            MigrationListener listener,
            TenantDirectory tenants,
            SchemaName publicSchema,
            MigrationSteps steps,
            MigrationStop stop) {
        refuseContradictions(request, publicSchema);
        this.request = request;
        this.listener = new PutOffs(listener);
        this.tenants = new TenantTargets(request, tenants, publicSchema);
        this.publicSchema = publicSchema;
        this.steps = steps;
        this.stop = stop;
    }

    private static void refuseContradictions(MigrationRequest request, SchemaName publicSchema) {
        if (request.canaries().contains(publicSchema)) {
            throw MigrationRequestException.sharedCanary(publicSchema);
        }
        boolean isOfBoth =
                request.schemas().contains(publicSchema) && request.schemas().size() > 1;
        if (request.upTo() != null && isOfBoth) {
            throw MigrationRequestException.oneVersionForBoth(publicSchema);
        }
    }

    MigrationReport run() {
        long start = System.nanoTime();
        List<SchemaMigrationResult> results = new ArrayList<>();
        Optional<SchemaMigrationResult> shared = migrateShared();
        shared.ifPresent(results::add);
        results.addAll(migrateTenants(shared.orElse(null)));
        return new MigrationReport(results, Duration.ofNanos(System.nanoTime() - start), listener.counts());
    }

    private Optional<SchemaMigrationResult> migrateShared() {
        if (!wantsShared()) {
            return Optional.empty();
        }
        listener.started(MigrationScope.SHARED, 1);
        MigrationTarget target = MigrationTarget.shared(publicSchema).upTo(request.upTo());
        SchemaMigrationResult result = new SharedMigration(target, request.dryRun(), steps, listener, stop).run();
        listener.finished(result);
        return Optional.of(result);
    }

    private boolean wantsShared() {
        return request.selection() != Selection.TENANTS || request.schemas().contains(publicSchema);
    }

    private List<SchemaMigrationResult> migrateTenants(@Nullable SchemaMigrationResult shared) {
        if (request.selection() == Selection.SHARED) {
            return List.of();
        }
        List<MigrationTarget> targets = tenants.all(shared);
        if (targets.isEmpty()) {
            return List.of();
        }
        listener.started(MigrationScope.TENANT, targets.size());
        return shared instanceof Failed && !request.dryRun()
                ? leaveAlone(targets)
                : new TenantMigrations(request, tenants, steps, listener, stop).run(targets, shared == null);
    }

    private List<SchemaMigrationResult> leaveAlone(List<MigrationTarget> targets) {
        List<SchemaMigrationResult> notTried =
                targets.stream().<SchemaMigrationResult>map(NotTried::new).toList();
        notTried.forEach(listener::finished);
        return notTried;
    }
}
