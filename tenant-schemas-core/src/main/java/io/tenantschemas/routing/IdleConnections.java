package io.tenantschemas.routing;

import java.sql.Connection;
import java.util.Optional;

/**
 * What a pool has to tell and to give so that its connections may be chosen.
 *
 * <p>Implementations must be safe for use by several threads, and must not wait for anybody.
 */
public interface IdleConnections {

    /**
     * Takes a connection that nobody uses; if the calling thread has just given one back, that one if it is still there.
     *
     * @return the connection, or empty if there is none at this moment
     */
    Optional<Connection> takeIdle();

    /** Returns whether there seems to be a connection that nobody uses. */
    boolean areThere();

    /** Returns how many wait for a connection of the pool. */
    int waiters();

    /** Returns whether the pool was closed, and with it whatever was taken from it. */
    boolean isClosed();
}
