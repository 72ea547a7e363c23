package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** For how long a migration waits for a lock, while everybody who comes later waits behind it. */
final class LockTimeouts {

    private LockTimeouts() {}

    /** Sets it, and returns what it was. */
    static String setForSession(Connection connection, String timeout) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT pg_catalog.current_setting('lock_timeout'), pg_catalog.set_config('lock_timeout', ?, false)")) {
            query.setString(1, timeout);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Sets it until the transaction ends. */
    static void setForTransaction(Connection connection, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(forTransaction(timeout));
        }
    }

    /** Returns an expression that sets it until the transaction ends. */
    static String settingForTransaction(Duration timeout) {
        return "pg_catalog.set_config('lock_timeout', '" + timeout.toMillis() + "', true)";
    }

    /** Returns a statement that sets it until the transaction ends. */
    static String forTransaction(Duration timeout) {
        return "SET LOCAL lock_timeout = " + timeout.toMillis();
    }
}
