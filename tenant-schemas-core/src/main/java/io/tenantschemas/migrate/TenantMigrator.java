package io.tenantschemas.migrate;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.tenant.SchemaName;

/**
 * Brings the shared schema and the tenants' schemas up to date.
 *
 * <p>The shared schema comes first, and if it fails no tenant is tried. A tenant's failure does not stop the others; it is
 * in the report, and running again does only what is left. A tenant whose schema does not exist has failed: its schema is
 * not created here.
 */
public final class TenantMigrator {

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    private final SchemaMigrator migrator;

    private final SchemaCheck check;

    /**
     * Creates a migrator.
     *
     * @param tenants where tenants are found, for example the registry
     * @param publicSchema the schema that holds the shared tables
     * @param migrator migrates one schema
     * @param check looks at each tenant's schema afterwards, and at the newest after the shared one alone; what it throws makes
     *     the tenant fail, or the shared schema
     */
    public TenantMigrator(
            TenantDirectory tenants, SchemaName publicSchema, SchemaMigrator migrator, SchemaCheck check) {
        Assert.notNull(tenants, "'tenants' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(migrator, "'migrator' must not be null");
        Assert.notNull(check, "'check' must not be null");
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.migrator = migrator;
        this.check = check;
    }

    /**
     * Migrates what the request asks for, and returns when all of it is through.
     *
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    public MigrationReport migrate(MigrationRequest request) {
        return migrate(request, MigrationListener.none());
    }

    /**
     * Migrates what the request asks for, tells the listener as it goes, and returns when all of it is through. An interrupt
     * ends the run: no further tenant is begun, and the thread stays interrupted.
     *
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    public MigrationReport migrate(MigrationRequest request, MigrationListener listener) {
        Assert.notNull(request, "'request' must not be null");
        Assert.notNull(listener, "'listener' must not be null");
        return new MigrationRun(
                        request,
                        new GuardedListener(listener),
                        tenants,
                        publicSchema,
                        (target, dryRun) -> migrate(target, dryRun, request))
                .run();
    }

    private SchemaMigrationResult migrate(MigrationTarget target, boolean dryRun, MigrationRequest request) {
        if (dryRun) {
            return migrator.pending(target);
        }
        SchemaMigrationResult result = migrator.migrate(target);
        if (!target.isShared()) {
            check.check(target.schema());
        } else if (request.selection() == Selection.SHARED) {
            // Otherwise each tenant follows. What was made here may hide behind a name that tenants have.
            newestTenant().ifPresent(check::check);
        }
        return result;
    }

    private Optional<SchemaName> newestTenant() {
        AtomicReference<@Nullable SchemaName> newest = new AtomicReference<>();
        try {
            tenants.forEach(tenant -> {
                if (tenant.isActive() && !tenant.schema().equals(publicSchema)) {
                    newest.set(tenant.schema());
                }
            });
        } catch (RuntimeException failure) {
            if (!MigrationRun.isMissing(failure)) {
                throw failure;
            }
        }
        return Optional.ofNullable(newest.get());
    }
}
