package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * For how long a statement waits for those who use what it wants to change. Bounded, because everybody who comes later waits
 * behind it.
 */
final class LockTimeout {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String SETTING = "lock_timeout";

    private LockTimeout() {}

    /** Works with the timeout, within the transaction that is under way; a failure has to be followed by a rollback. */
    static <T> T around(Connection connection, Work<T> work) throws SQLException {
        String before = set(PATIENCE.toMillis() + "ms", connection);
        T result = work.execute();
        set(before, connection);
        return result;
    }

    /** Returns what it was before. */
    private static String set(String value, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_catalog.current_setting(?), pg_catalog.set_config(?, ?, true)")) {
            statement.setString(1, SETTING);
            statement.setString(2, SETTING);
            statement.setString(3, value);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    /** Something that waits for locks. */
    @FunctionalInterface
    interface Work<T> {

        T execute() throws SQLException;
    }
}
