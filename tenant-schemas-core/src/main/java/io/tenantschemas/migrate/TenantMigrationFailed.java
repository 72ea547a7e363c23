package io.tenantschemas.migrate;

/**
 * Published after a tenant's migration failed for good in a run; others may still be on their way.
 *
 * @see TenantMigrated what a listener may do
 * @param result what is known of it
 */
public record TenantMigrationFailed(SchemaMigrationResult.Failed result) {}
