package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * Brings the shared schema and the tenants' schemas up to date.
 *
 * <p>The shared schema comes first, and if it fails no tenant is tried. A tenant's failure does not stop the others; it is
 * in the report, and running again does only what is left. A tenant whose schema does not exist has failed: its schema is
 * not created here. Tenants whose schemas are {@linkplain io.tenantschemas.tenant.TenantStatus#isBuilt() not built} are left out,
 * and fail if they are named.
 */
public final class TenantMigrator {

    private static final Log logger = LogFactory.getLog(TenantMigrator.class);

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    private final SchemaMigrator migrator;

    private final SchemaCheck check;

    private final Supplier<List<MigrationListener>> listeners;

    /**
     * Creates a migrator.
     *
     * @param tenants where tenants are found, for example the registry
     * @param publicSchema the schema that holds the shared tables
     * @param migrator migrates one schema
     * @param check looks at each tenant's schema afterwards, and at the newest of each type after the shared one alone; what it throws makes
     *     the tenant fail, or the shared schema
     */
    public TenantMigrator(
            TenantDirectory tenants, SchemaName publicSchema, SchemaMigrator migrator, SchemaCheck check) {
        this(tenants, publicSchema, migrator, check, List::of);
    }

    /**
     * Creates a migrator.
     *
     * @param tenants where tenants are found, for example the registry
     * @param publicSchema the schema that holds the shared tables
     * @param migrator migrates one schema
     * @param check looks at each tenant's schema afterwards
     * @param listeners are told of each run but those that change nothing; asked for when one begins
     */
    public TenantMigrator(
            TenantDirectory tenants,
            SchemaName publicSchema,
            SchemaMigrator migrator,
            SchemaCheck check,
            Supplier<List<MigrationListener>> listeners) {
        Assert.notNull(listeners, "'listeners' must not be null");
        Assert.notNull(tenants, "'tenants' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(migrator, "'migrator' must not be null");
        Assert.notNull(check, "'check' must not be null");
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.migrator = migrator;
        this.check = check;
        this.listeners = listeners;
    }

    /**
     * Migrates what the request asks for, and returns when all of it is through.
     *
     * @throws MigrationRequestException if the request has the shared schema among its canaries, or one version for it and tenants
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    public MigrationReport migrate(MigrationRequest request) {
        return migrate(request, MigrationListener.none());
    }

    /**
     * Migrates what the request asks for, tells the listener as it goes, and returns when all of it is through. An interrupt
     * ends the run: no further tenant is begun, and the thread stays interrupted.
     *
     * @see #migrate(MigrationRequest, MigrationListener, MigrationStop) how another thread ends it
     * @throws MigrationRequestException if the request has the shared schema among its canaries, or one version for it and tenants
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    public MigrationReport migrate(MigrationRequest request, MigrationListener listener) {
        return migrate(request, listener, new MigrationStop());
    }

    /**
     * Migrates what the request asks for, tells the listener as it goes, and returns when all of it is through or the run was
     * stopped and has come to rest. What was not begun then is in the report as not tried, and what was broken off as failed.
     *
     * @throws MigrationRequestException if the request has the shared schema among its canaries, or one version for it and tenants
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    public MigrationReport migrate(MigrationRequest request, MigrationListener listener, MigrationStop stop) {
        Assert.notNull(request, "'request' must not be null");
        Assert.notNull(listener, "'listener' must not be null");
        Assert.notNull(stop, "'stop' must not be null");
        try (AnnouncedSchemas announced = new AnnouncedSchemas(new GuardedListener(all(request, listener)))) {
            MigrationReport report =
                    new MigrationRun(request, announced, tenants, publicSchema, new Steps(request, stop), stop).run();
            announced.ended(report);
            return report;
        }
    }

    private List<MigrationListener> all(MigrationRequest request, MigrationListener listener) {
        List<MigrationListener> all = new ArrayList<>(request.dryRun() ? List.of() : listeners.get());
        all.add(listener);
        return all;
    }

    /**
     * Finds out how far all schemas are, and changes nothing. Failed are those that could not be migrated as they are.
     *
     * @throws DatabaseUnreachableException if nothing could be found out
     */
    public MigrationReport status() {
        return migrate(MigrationRequest.all().withDryRun(true));
    }

    /**
     * Finds out what would run in the schemas that a dry run found behind, and changes nothing.
     *
     * @return for each group of schemas that have the same pending migrations what would run in them
     * @throws SchemaMigrationException if that cannot be found out any more
     * @throws DatabaseUnreachableException if there is no connection to be had
     */
    public List<MigrationPlan> plans(MigrationReport report) {
        Assert.notNull(report, "'report' must not be null");
        return new MigrationPlans(migrator).of(report.pending());
    }

    private SchemaMigrationResult checkedIfShared(SchemaMigrationResult result, MigrationRequest request) {
        if (result.target().isShared() && request.selection() == Selection.SHARED) {
            // Otherwise each tenant follows. What was made here may hide behind a name that tenants have.
            newestTenants().forEach(check::check);
        }
        return result;
    }

    /** Returns the newest tenant of each type: those of others need not have the same names. */
    private Collection<SchemaName> newestTenants() {
        Map<Optional<TypeName>, SchemaName> newest = new LinkedHashMap<>();
        try {
            tenants.forEach(tenant -> {
                if (tenant.isActive() && !tenant.schema().equals(publicSchema)) {
                    newest.put(tenant.type(), tenant.schema());
                }
            });
        } catch (RuntimeException failure) {
            if (!TenantTargets.isMissing(failure)) {
                throw failure;
            }
        }
        return newest.values();
    }

    private final class Steps implements MigrationSteps {

        private final MigrationRequest request;

        private final MigrationStop stop;

        private Steps(MigrationRequest request, MigrationStop stop) {
            this.request = request;
            this.stop = stop;
        }

        @Override
        public Optional<? extends SchemaMigrationResult> tryToRun(MigrationTarget target, boolean dryRun) {
            return dryRun
                    ? Optional.of(migrator.pending(target))
                    : migrator.tryMigrate(target, stop).map(done -> checkedIfShared(done, request));
        }

        @Override
        public List<SchemaMigrationResult> checked(List<? extends SchemaMigrationResult> results) {
            List<SchemaName> schemas =
                    results.stream().map(result -> result.target().schema()).toList();
            // Whether a single one is to be looked at is no less work than to look at it.
            Set<SchemaName> suspects = schemas.size() == 1 ? Set.copyOf(schemas) : suspects(schemas);
            return results.stream()
                    .map(result -> suspects.contains(result.target().schema()) ? checked(result) : result)
                    .toList();
        }

        private SchemaMigrationResult checked(SchemaMigrationResult result) {
            try {
                check.check(result.target().schema());
                return result;
            } catch (RuntimeException failure) {
                return new Failed(result.target(), MigrationFailure.of(failure));
            }
        }

        @Override
        public List<AlikeTargets> alike(List<MigrationTarget> targets) {
            try {
                return new AlikeReading(migrator, request.parallelism()).alike(targets);
            } catch (DatabaseUnreachableException nothingCanBeTried) {
                throw nothingCanBeTried;
            } catch (RuntimeException failure) {
                logger.debug("Each tenant is looked at by itself.", failure);
                return targets.stream().map(AlikeTargets::alone).toList();
            }
        }

        @Override
        public Set<SchemaName> suspects(List<SchemaName> schemas) {
            try {
                return Set.copyOf(check.suspects(schemas));
            } catch (RuntimeException failure) {
                logger.debug("Each tenant is checked by itself.", failure);
                return Set.copyOf(schemas);
            }
        }
    }
}
