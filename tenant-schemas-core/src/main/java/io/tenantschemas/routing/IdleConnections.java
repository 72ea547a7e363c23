package io.tenantschemas.routing;

import java.sql.Connection;
import java.util.Optional;

/**
 * What a pool has to tell and to give so that its connections may be chosen.
 *
 * <p>Implementations must be safe for use by several threads, and must not wait for anybody unless it is said below.
 */
public interface IdleConnections {

    /**
     * Takes a connection that nobody uses; if the calling thread has just given one back, that one if it is still there.
     *
     * @return the connection, or empty if there is none at this moment
     */
    Optional<Connection> takeIdle();

    /**
     * Returns whether a connection that was not used for a while still reaches the server, and throws it away if not. That may
     * take as long as the pool lets such a question take.
     */
    boolean isUsable(Connection connection);

    /** Returns how many connections there are that nobody uses. */
    int number();

    /** Returns whether there are as many connections as there may be, used or not. */
    boolean isFull();

    /** Returns how many milliseconds somebody waits for a connection, at most. */
    long timeoutMillis();

    /** Returns how many wait for a connection of the pool. */
    int waiters();

    /** Returns whether the pool was closed, and with it whatever was taken from it. */
    boolean isClosed();
}
