package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Takes connections out of service that must not go to another tenant, because nobody knows how to undo what was done to them.
 *
 * <p>Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface ConnectionRetirement {

    /**
     * Takes {@code connection} out of service: it is closed, and its pool does not hand it out again.
     *
     * @param pool the data source that handed it out
     * @param connection the connection, as it was handed out
     * @return whether it was done; {@code false} when this does not know that kind of pool
     * @throws SQLException if it could not be done
     */
    boolean retire(DataSource pool, Connection connection) throws SQLException;

    /** Returns a way that tries {@code next} where this one does not know the pool. */
    default ConnectionRetirement orElse(ConnectionRetirement next) {
        return (pool, connection) -> retire(pool, connection) || next.retire(pool, connection);
    }

    /**
     * Returns the way for any pool: the driver's connection is closed, used once more so that a pool that minds exceptions
     * learns of it, and given back. A pool that looks at connections before it hands them out replaces it at the latest then;
     * with any other the next use of that connection fails.
     */
    static ConnectionRetirement closing() {
        return (pool, connection) -> {
            try (connection) {
                connection.abort(Runnable::run);
                learnOfTheEnd(connection);
            }
            return true;
        };
    }

    private static void learnOfTheEnd(Connection connection) {
        try {
            connection.createStatement().close();
        } catch (SQLException expected) {
            // That is what the pool was to see.
        }
    }
}
