package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.tenant.SchemaName;

/** Creates, renames and drops schemas on a connection. */
final class Schemas {

    private static final String DUPLICATE_SCHEMA = "42P06";

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    // Those that can be locked, in one order for all who do.
    private static final String TABLES =
            "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') ORDER BY c.oid";

    private Schemas() {}

    static void create(SchemaName schema, Connection connection) throws SQLException {
        // Asked first, because a failed statement would abort the caller's transaction before it could say why.
        if (exists(schema, connection)) {
            throw new SchemaExistsException(schema, null);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema.quoted());
        } catch (SQLException refused) {
            throw explained(schema, connection, refused);
        }
    }

    private static SQLException explained(SchemaName schema, Connection connection, SQLException refused)
            throws SQLException {
        switch (String.valueOf(refused.getSQLState())) {
            // The second when another transaction created it and committed while this one waited.
            case DUPLICATE_SCHEMA, UNIQUE_VIOLATION -> throw new SchemaExistsException(schema, refused);
            case INSUFFICIENT_PRIVILEGE ->
                throw new MissingPrivilegeException(
                        schema, connection.getMetaData().getUserName(), connection.getCatalog(), refused);
            default -> {
                return refused;
            }
        }
    }

    static void drop(SchemaName schema, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + schema.quoted() + " CASCADE");
        }
    }

    static void rename(SchemaName schema, SchemaName name, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER SCHEMA %s RENAME TO %s".formatted(schema.quoted(), name.quoted()));
        }
    }

    /** Waits for everybody who has touched a table of the schema in a transaction that is under way, and keeps others out. */
    static void lockTables(SchemaName schema, Connection connection) throws SQLException {
        List<String> tables = tables(schema, connection);
        if (!tables.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE");
            }
        }
    }

    private static List<String> tables(SchemaName schema, Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(schema.qualify(result.getString(1)));
                }
            }
        }
        return tables;
    }

    static boolean exists(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }
}
