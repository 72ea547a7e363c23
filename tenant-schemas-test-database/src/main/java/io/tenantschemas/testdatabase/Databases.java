package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Creates and drops databases.
 *
 * @param server where
 */
record Databases(ServerAddress server) {

    private static final String DUPLICATE_DATABASE = "42P04";

    private static final String UNIQUE_VIOLATION = "23505";

    void create(String name) {
        try {
            // From template0, so that it is empty also on a server where template1 is not.
            execute("CREATE DATABASE " + quoted(name) + " TEMPLATE template0 ENCODING 'UTF8'");
        } catch (SQLException failure) {
            throw refused("create", name, failure);
        }
    }

    void createIfMissing(String name) {
        try {
            if (!exists(name)) {
                execute("CREATE DATABASE " + quoted(name));
            }
        } catch (SQLException failure) {
            if (!isThereAlready(failure)) {
                throw refused("create", name, failure);
            }
        }
    }

    void drop(String name) {
        try {
            execute("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
        } catch (SQLException failure) {
            throw refused("drop", name, failure);
        }
    }

    private boolean exists(String name) throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private static boolean isThereAlready(SQLException failure) {
        return DUPLICATE_DATABASE.equals(failure.getSQLState()) || UNIQUE_VIOLATION.equals(failure.getSQLState());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private PostgresServerException refused(String what, String name, SQLException failure) {
        return new PostgresServerException(
                "The server at '%s' did not %s the database '%s': %s"
                        .formatted(server, what, name, failure.getMessage()),
                failure);
    }
}
