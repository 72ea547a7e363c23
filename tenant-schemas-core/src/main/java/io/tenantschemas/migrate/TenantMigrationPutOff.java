package io.tenantschemas.migrate;

/**
 * Published after a tenant's migration waited for a lock for too long, or was chosen to end a deadlock. Nothing of it has stayed; the
 * tenant comes again later in the same run, some ten times at most, and what becomes of it in the end is told by {@link TenantMigrated}
 * or {@link TenantMigrationFailed}.
 *
 * @see TenantMigrated what a listener may do
 * @param target the tenant's schema
 * @param failure which migration waited, as far as that is known
 */
public record TenantMigrationPutOff(MigrationTarget target, MigrationFailure failure) {}
