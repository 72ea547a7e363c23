package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.tenant.SchemaName;

/** One request on its way: the shared schema, then the tenants. */
final class MigrationRun {

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String UNDEFINED_SCHEMA = "3F000";

    /** Migrates one schema, or says what is pending in it. */
    @FunctionalInterface
    interface Step {

        SchemaMigrationResult run(MigrationTarget target, boolean dryRun);
    }

    private final MigrationRequest request;

    private final MigrationListener listener;

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    private final Step step;

    MigrationRun(
            MigrationRequest request,
            MigrationListener listener,
            TenantDirectory tenants,
            SchemaName publicSchema,
            Step step) {
        this.request = request;
        this.listener = listener;
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.step = step;
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
        SchemaMigrationResult result = attemptShared(MigrationTarget.shared(publicSchema));
        listener.finished(result);
        return Optional.of(result);
    }

    private SchemaMigrationResult attemptShared(MigrationTarget target) {
        try {
            return step.run(target, request.dryRun());
        } catch (DatabaseUnreachableException nothingCanBeTried) {
            throw nothingCanBeTried;
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
        List<MigrationTarget> targets = targets(shared);
        if (targets.isEmpty()) {
            return List.of();
        }
        listener.started(MigrationScope.TENANT, targets.size());
        if (shared instanceof Failed) {
            List<SchemaMigrationResult> notTried =
                    targets.stream().<SchemaMigrationResult>map(NotTried::new).toList();
            notTried.forEach(listener::finished);
            return notTried;
        }
        return new MigrationWorkers(request, listener, this::attempt).migrate(targets);
    }

    private SchemaMigrationResult attempt(MigrationTarget target) {
        if (isNamed() && tenants.findBySchema(target.schema()).isEmpty()) {
            return new Failed(
                    target,
                    MigrationFailure.of(
                            "There is no tenant with this schema; the command 'list-tenants' shows those that exist."));
        }
        return step.run(target, request.dryRun());
    }

    private List<MigrationTarget> targets(@Nullable SchemaMigrationResult shared) {
        if (isNamed()) {
            return request.schemas().stream()
                    .filter(schema -> !schema.equals(publicSchema))
                    .map(MigrationTarget::tenant)
                    .toList();
        }
        try {
            return registered();
        } catch (RuntimeException failure) {
            // The tenants' table itself is made by a shared migration, and where that has not run there are no tenants.
            if ((shared instanceof Failed || shared instanceof Pending) && isMissing(failure)) {
                return List.of();
            }
            throw failure;
        }
    }

    private boolean isNamed() {
        return !request.schemas().isEmpty();
    }

    private List<MigrationTarget> registered() {
        List<MigrationTarget> targets = new ArrayList<>();
        tenants.forEach(tenant -> {
            if (!tenant.schema().equals(publicSchema)) {
                targets.add(MigrationTarget.tenant(tenant.schema()));
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
