package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs single statements. */
final class Sql {

    private Sql() {}

    static void execute(TestDatabase database, String sql) throws SQLException {
        execute(database.url(), database.username(), database.password(), sql);
    }

    static void execute(KeptServer server, String sql) throws SQLException {
        execute(server.url(), server.username(), server.password(), sql);
    }

    static void execute(String url, String username, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(KeptServer server, String sql) throws SQLException {
        return value(server.url(), server.username(), server.password(), sql);
    }

    static String value(String url, String username, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "";
        }
    }
}
