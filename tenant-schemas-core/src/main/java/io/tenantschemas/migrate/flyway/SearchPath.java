package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;

/** The search path of a connection, in the form of the setting. */
record SearchPath(String value) {

    /** Returns the path for migrations of that schema: the same that the application has when it uses the schema. */
    static SearchPath of(MigrationTarget target, FlywaySettings settings) {
        List<SchemaName> schemas = new ArrayList<>();
        schemas.add(target.schema());
        schemas.add(settings.publicSchema());
        schemas.addAll(settings.extraSearchPath());
        return new SearchPath(
                schemas.stream().distinct().map(SchemaName::quoted).collect(Collectors.joining(", ")) + ", pg_temp");
    }

    static SearchPath read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT pg_catalog.current_setting('search_path')");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return new SearchPath(rows.getString(1));
        }
    }

    /** Returns a statement that sets this path for the session. */
    String statement() {
        return "SELECT pg_catalog.set_config('search_path', " + MigrationSql.literal(value) + ", false)";
    }

    /** Returns an expression that sets this path until the transaction ends. */
    String settingForTransaction() {
        return "pg_catalog.set_config('search_path', " + MigrationSql.literal(value) + ", true)";
    }

    /** Sets this path for the session, which is also the way in which Flyway sets and restores it. */
    void set(Connection connection) throws SQLException {
        set(connection, false);
    }

    /** Sets this path until the transaction ends. */
    void setForTransaction(Connection connection) throws SQLException {
        set(connection, true);
    }

    private void set(Connection connection, boolean forTransaction) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, ?)")) {
            statement.setString(1, value);
            statement.setBoolean(2, forTransaction);
            statement.execute();
        }
    }
}
