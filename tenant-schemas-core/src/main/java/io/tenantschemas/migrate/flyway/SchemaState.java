package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tenantschemas.tenant.SchemaName;

/**
 * What stands in a schema before Flyway looks at it.
 *
 * @param exists whether there is such a schema
 * @param hasHistory whether it has a history table
 * @param hasRelations whether it has tables, views or sequences of any kind
 * @param isEmpty whether it has nothing at all
 */
record SchemaState(boolean exists, boolean hasHistory, boolean hasRelations, boolean isEmpty) {

    private static final String QUERY = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                       WHERE c.relnamespace = n.oid AND c.relname = ? AND c.relkind IN ('r', 'p')),
                   EXISTS (SELECT FROM pg_catalog.pg_class c
                       WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')),
                   NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid)
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid)
                       AND NOT EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid)
            FROM pg_catalog.pg_namespace n WHERE n.nspname = ?
            """;

    static SchemaState read(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, FlywayConfigurations.HISTORY_TABLE);
            query.setString(2, schema.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new SchemaState(true, rows.getBoolean(1), rows.getBoolean(2), rows.getBoolean(3))
                        : new SchemaState(false, false, false, true);
            }
        }
    }

    /** Returns whether there are tables of which nobody knows how they came to be. */
    boolean isOfUnknownOrigin() {
        return hasRelations && !hasHistory;
    }
}
