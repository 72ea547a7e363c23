package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.MigrationQueue.Turn;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

/** One request on its way: the shared schema, then the tenants. */
final class MigrationRun {

    /** So many of those that are alike are tried one after the other, until nobody is in the way of one. */
    private static final int CANDIDATES = 3;

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String UNDEFINED_SCHEMA = "3F000";

    /** What a run consists of. */
    interface Steps {

        /** Migrates one schema, or says what is pending in it. */
        SchemaMigrationResult run(MigrationTarget target, boolean dryRun);

        /** Does the same, unless another process is at it. */
        Optional<? extends SchemaMigrationResult> tryToRun(MigrationTarget target, boolean dryRun);

        /** Divides tenants' schemas into those that are in the same state. */
        List<AlikeTargets> alike(List<MigrationTarget> targets);

        /** Returns those of the tenants that cannot be taken for up to date without a look at them. */
        Set<SchemaName> suspects(List<SchemaName> tenants);
    }

    private final MigrationRequest request;

    private final MigrationListener listener;

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    private final Steps steps;

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
            Steps steps) {
        refuseContradictions(request, publicSchema);
        this.request = request;
        this.listener = listener;
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.steps = steps;
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
        return new MigrationReport(results, Duration.ofNanos(System.nanoTime() - start));
    }

    private Optional<SchemaMigrationResult> migrateShared() {
        if (!wantsShared()) {
            return Optional.empty();
        }
        listener.started(MigrationScope.SHARED, 1);
        SchemaMigrationResult result =
                migrateShared(MigrationTarget.shared(publicSchema).upTo(request.upTo()));
        listener.finished(result);
        return Optional.of(result);
    }

    private SchemaMigrationResult migrateShared(MigrationTarget target) {
        MigrationQueue queue = new MigrationQueue(List.of(target), false);
        try {
            for (Turn turn = queue.next(); turn != null; turn = queue.next()) {
                queue.finish(turn, attemptShared(target, turn));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return queue.results().get(0);
    }

    private SchemaMigrationResult attemptShared(MigrationTarget target, Turn turn) {
        try {
            return steps.run(target, request.dryRun());
        } catch (DatabaseUnreachableException unreachable) {
            if (turn.tries() == 1) {
                // Nothing can be tried.
                throw unreachable;
            }
            return new Failed(target, MigrationFailure.of(unreachable));
        } catch (Exception failure) {
            return new Failed(target, MigrationFailure.of(failure));
        }
    }

    private boolean wantsShared() {
        return request.selection() != Selection.TENANTS || request.schemas().contains(publicSchema);
    }

    private List<SchemaMigrationResult> migrateTenants(@Nullable SchemaMigrationResult shared) {
        if (request.selection() == Selection.SHARED) {
            return List.of();
        }
        List<MigrationTarget> targets = withCanaries(targets(shared));
        if (targets.isEmpty()) {
            return List.of();
        }
        listener.started(MigrationScope.TENANT, targets.size());
        if (shared instanceof Failed && !request.dryRun()) {
            List<SchemaMigrationResult> notTried =
                    targets.stream().<SchemaMigrationResult>map(NotTried::new).toList();
            notTried.forEach(listener::finished);
            return notTried;
        }
        return migrateTenants(targets, shared == null);
    }

    /** Migrates the canaries, then one of those that are alike, and the others if there turned out to be something to do. */
    private List<SchemaMigrationResult> migrateTenants(List<MigrationTarget> targets, boolean isFirst) {
        MigrationWorkers workers = new MigrationWorkers(request, listener, this::attempt);
        Map<MigrationTarget, SchemaMigrationResult> results = new HashMap<>();
        migrateCanaries(targets, workers, results);
        List<MigrationTarget> others =
                targets.stream().filter(target -> !results.containsKey(target)).toList();
        List<AlikeTargets> groups = workers.isOver() ? alone(others) : groups(others, isFirst && results.isEmpty());
        List<MigrationTarget> left = new ArrayList<>();
        for (int round = 1; !groups.isEmpty(); round++) {
            groups = migrateOneOfEach(groups, round == CANDIDATES, workers, results, left);
        }
        workers.migrate(left).forEach(result -> results.put(result.target(), result));
        return targets.stream()
                .map(target -> Objects.requireNonNull(results.get(target)))
                .toList();
    }

    /**
     * Migrates the first of each group, and settles the others by what became of it.
     *
     * @param isLastRound whether those are left that somebody is in the way of, with the others of their groups
     * @param left where those are added that each have to be tried
     * @return the groups without their first, of whom somebody was in the way
     */
    private List<AlikeTargets> migrateOneOfEach(
            List<AlikeTargets> groups,
            boolean isLastRound,
            MigrationWorkers workers,
            Map<MigrationTarget, SchemaMigrationResult> results,
            List<MigrationTarget> left) {
        List<Optional<SchemaMigrationResult>> firsts = workers.migrateUnlessBusy(
                groups.stream().map(AlikeTargets::first).toList());
        List<AlikeTargets> open = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            AlikeTargets group = groups.get(i);
            SchemaMigrationResult first = firsts.get(i).orElse(null);
            if (first != null) {
                results.put(first.target(), first);
                left.addAll(settle(group, first, results));
            } else {
                left.add(group.first());
                if (isLastRound || workers.isOver() || group.others().isEmpty()) {
                    left.addAll(group.others());
                } else {
                    open.add(new AlikeTargets(group.others(), group.state()));
                }
            }
        }
        return open;
    }

    private void migrateCanaries(
            List<MigrationTarget> targets,
            MigrationWorkers workers,
            Map<MigrationTarget, SchemaMigrationResult> results) {
        List<MigrationTarget> canaries = request.canaries().stream()
                .map(this::target)
                .filter(targets::contains)
                .toList();
        workers.migrate(canaries).forEach(result -> results.put(result.target(), result));
        if (results.values().stream().anyMatch(Failed.class::isInstance)) {
            workers.stop();
        }
    }

    private List<AlikeTargets> groups(List<MigrationTarget> targets, boolean isFirst) {
        if (isNamed() || targets.isEmpty() || Thread.currentThread().isInterrupted()) {
            return alone(targets);
        }
        try {
            return steps.alike(targets);
        } catch (DatabaseUnreachableException unreachable) {
            if (isFirst && !Thread.currentThread().isInterrupted()) {
                // Nothing can be tried.
                throw unreachable;
            }
            return alone(targets);
        }
    }

    private static List<AlikeTargets> alone(List<MigrationTarget> targets) {
        return targets.stream().map(AlikeTargets::alone).toList();
    }

    /** Gives the others the result of the first of them where it must be theirs, and returns those that are left. */
    private List<MigrationTarget> settle(
            AlikeTargets group, SchemaMigrationResult first, Map<MigrationTarget, SchemaMigrationResult> results) {
        Set<SchemaName> left = left(group, first);
        List<MigrationTarget> unsettled = new ArrayList<>();
        for (MigrationTarget other : group.others()) {
            if (left.contains(other.schema())) {
                unsettled.add(other);
            } else {
                SchemaMigrationResult result = first instanceof Pending pending
                        ? new Pending(other, pending.version(), pending.migrations())
                        : new UpToDate(other, ((UpToDate) first).version());
                results.put(other, result);
                listener.finished(result);
            }
        }
        return unsettled;
    }

    private Set<SchemaName> left(AlikeTargets group, SchemaMigrationResult first) {
        List<SchemaName> others =
                group.others().stream().map(MigrationTarget::schema).toList();
        if (others.isEmpty()) {
            return Set.of();
        }
        if (!(first instanceof Pending || first instanceof UpToDate) || !isStillLike(group)) {
            return Set.copyOf(others);
        }
        return first instanceof Pending ? Set.of() : steps.suspects(others);
    }

    /** Returns whether the first is as it was: another process may have migrated it meanwhile, and nobody else yet. */
    private boolean isStillLike(AlikeTargets group) {
        List<AlikeTargets> now = groups(List.of(group.first()), false);
        return now.get(0).state().equals(group.state());
    }

    private Optional<? extends SchemaMigrationResult> attempt(MigrationTarget target) {
        if ((isNamed() || request.canaries().contains(target.schema()))
                && tenants.findBySchema(target.schema()).isEmpty()) {
            return Optional.of(
                    new Failed(
                            target,
                            MigrationFailure.of(
                                    "There is no tenant with this schema; the command 'list-tenants' shows those that exist.")));
        }
        return steps.tryToRun(target, request.dryRun());
    }

    private List<MigrationTarget> targets(@Nullable SchemaMigrationResult shared) {
        if (isNamed()) {
            return request.schemas().stream()
                    .filter(schema -> !schema.equals(publicSchema))
                    .map(this::target)
                    .toList();
        }
        try {
            return registered();
        } catch (RuntimeException failure) {
            // Where the shared migration failed, none is tried anyway. It makes the tenants' table itself, so where it
            // is
            // pending yet, there may be none.
            if (shared instanceof Failed || (shared instanceof Pending && isMissing(failure))) {
                return List.of();
            }
            throw failure;
        }
    }

    /** Adds canaries that are no tenants, so that they fail: nothing comes before the others then. */
    private List<MigrationTarget> withCanaries(List<MigrationTarget> targets) {
        return Stream.concat(targets.stream(), request.canaries().stream().map(this::target))
                .distinct()
                .toList();
    }

    private MigrationTarget target(SchemaName tenant) {
        return MigrationTarget.tenant(tenant).upTo(request.upTo());
    }

    private boolean isNamed() {
        return !request.schemas().isEmpty();
    }

    private List<MigrationTarget> registered() {
        List<MigrationTarget> targets = new ArrayList<>();
        tenants.forEach(tenant -> {
            if (!tenant.schema().equals(publicSchema)) {
                targets.add(target(tenant.schema()));
            }
        });
        return targets;
    }

    /** Returns whether a table or a schema was not there, as before the first shared migration. */
    static boolean isMissing(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return UNDEFINED_TABLE.equals(refused.getSQLState()) || UNDEFINED_SCHEMA.equals(refused.getSQLState());
            }
        }
        return false;
    }
}
