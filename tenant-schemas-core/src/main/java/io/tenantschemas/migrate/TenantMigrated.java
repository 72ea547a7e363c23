package io.tenantschemas.migrate;

/**
 * Published after a tenant's schema was brought up to date, while others may still be on their way. Not published for one that
 * was up to date already, nor for a new tenant, of which {@code TenantCreated} tells.
 *
 * <p>A listener runs in a thread of the run, one at a time, and for a run at start-up once the application's beans are made. What it
 * throws is logged.
 *
 * @param result what was done
 */
public record TenantMigrated(SchemaMigrationResult.Migrated result) {}
