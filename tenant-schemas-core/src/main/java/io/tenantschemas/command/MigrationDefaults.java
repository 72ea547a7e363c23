package io.tenantschemas.command;

/**
 * What {@code migrate-schemas} does unless it is told otherwise.
 *
 * @param parallelism the number of tenants migrated at the same time
 */
public record MigrationDefaults(int parallelism) {}
