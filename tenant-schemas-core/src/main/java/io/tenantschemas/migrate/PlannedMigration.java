package io.tenantschemas.migrate;

import org.jspecify.annotations.Nullable;

/**
 * A migration that a schema has not been through yet, and what it would do.
 *
 * @param migration the migration
 * @param kind what it is made of, for example SQL or JDBC, which is Flyway's word for Java
 * @param sql its text as it would run, with its placeholders replaced, or null when it is not made of SQL or that is not known
 */
public record PlannedMigration(
        PendingMigration migration, String kind, @Nullable String sql) {}
