package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What the server tells of a session without being asked, above all its search path: PostgreSQL does
 * <a href="https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-ASYNC">from version 18 on</a>, whoever changed it, a
 * function included. The driver then drops the statements that it prepared for the former path.
 *
 * <p>Implementations must be safe for use by several threads, and must not ask the server.
 */
@FunctionalInterface
public interface PathReports {

    /**
     * Returns the path that was reported last.
     *
     * @param connection a connection, which may be wrapped by a pool
     * @return the path as the server writes it, or null if the server or the driver tells nothing
     * @throws SQLException if the connection is closed
     */
    @Nullable
    String of(Connection connection) throws SQLException;

    /**
     * Returns whether a backslash in a plain text of SQL means itself, as
     * <a href="https://www.postgresql.org/docs/current/runtime-config-compatible.html#GUC-STANDARD-CONFORMING-STRINGS">it does</a>
     * unless somebody chose otherwise.
     *
     * @param connection a connection, which may be wrapped by a pool
     * @return whether the server said so; false if the server or the driver tells nothing
     * @throws SQLException if the connection is closed
     */
    default boolean areStringsStandard(Connection connection) throws SQLException {
        return false;
    }

    /** Returns reports for a driver that passes none on. */
    static PathReports none() {
        return connection -> null;
    }
}
