package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.SchemaMigrationException;
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

    /**
     * By way of dependencies, which have an index for it: of the catalogues themselves, none is found by its schema, and would
     * be read for each tenant with what all tenants have. What has no such dependency (indexes, types of rows and arrays) never
     * stands in a schema without what it belongs to. With limits, of which the server makes no hash table for the whole database.
     */
    private static final String FORMAT = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                       WHERE c.relname = %s AND c.relnamespace = n.oid AND c.relkind IN ('r', 'p')),
                   (SELECT true FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid
                       WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                           AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                           AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') LIMIT 1) IS NOT NULL,
                   (SELECT true FROM pg_catalog.pg_depend d
                       WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                           AND d.classid IN ('pg_catalog.pg_class'::pg_catalog.regclass,
                               'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass)
                       LIMIT 1) IS NULL
            FROM pg_catalog.pg_namespace n WHERE n.nspname = %s
            """;

    static final String QUERY = FORMAT.formatted("?", "?");

    static SchemaState read(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, FlywayConfigurations.HISTORY_TABLE);
            query.setString(2, schema.value());
            try (ResultSet rows = query.executeQuery()) {
                return read(rows);
            }
        }
    }

    /** Returns the question as a text, which may be part of another. */
    static String query(SchemaName schema) {
        return FORMAT.formatted("'" + FlywayConfigurations.HISTORY_TABLE + "'", "'" + schema + "'");
    }

    /** Reads what was answered. */
    static SchemaState read(ResultSet rows) throws SQLException {
        return rows.next()
                ? new SchemaState(true, rows.getBoolean(1), rows.getBoolean(2), rows.getBoolean(3))
                : new SchemaState(false, false, false, true);
    }

    /** Returns whether there are tables of which nobody knows how they came to be. */
    boolean isOfUnknownOrigin() {
        return hasRelations && !hasHistory;
    }

    /**
     * Refuses a tenant's schema that cannot be migrated as it is.
     *
     * @throws MissingSchemaException if it does not exist
     * @throws SchemaMigrationException if it is of unknown origin
     */
    void refuseUnfit(MigrationTarget target) {
        if (target.isShared()) {
            return;
        }
        if (!exists) {
            throw new MissingSchemaException(target.schema());
        }
        if (isOfUnknownOrigin()) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of(("it holds tables but no %s, so that it is not known which migrations they have"
                                    + " been through. Move them away, or give it a history with Flyway's 'baseline'")
                            .formatted(FlywayConfigurations.HISTORY_TABLE)),
                    null);
        }
    }

    /**
     * Refuses a tenant's schema that cannot be migrated as it is, and makes the shared one if it is not there.
     *
     * @throws MissingSchemaException if it is a tenant's and does not exist
     * @throws SchemaMigrationException if it is a tenant's and of unknown origin
     */
    void prepare(MigrationTarget target, Connection connection) throws SQLException {
        refuseUnfit(target);
        if (!exists) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE SCHEMA IF NOT EXISTS " + target.schema().quoted());
            }
        }
    }
}
