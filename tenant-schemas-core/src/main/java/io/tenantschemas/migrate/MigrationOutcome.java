package io.tenantschemas.migrate;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;

/**
 * How a schema was migrated on a connection that somebody uses afterwards.
 *
 * @param done how it went
 * @param leavesNothing whether it is certain that nothing was left in the session but a search path
 */
public record MigrationOutcome(Done done, boolean leavesNothing) {}
