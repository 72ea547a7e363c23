package io.tenantschemas.migrate;

/**
 * Published when a run is about to go through schemas: once before the shared one, and once before the tenants.
 *
 * @see TenantMigrated what a listener may do
 * @param scope which of the two comes now
 * @param schemas how many schemas that is
 */
public record MigrationRunStarted(MigrationScope scope, int schemas) {}
