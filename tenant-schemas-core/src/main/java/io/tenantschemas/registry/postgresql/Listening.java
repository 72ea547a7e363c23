package io.tenantschemas.registry.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChannel;

/** A connection that listens. */
final class Listening implements AutoCloseable {

    private final Connection connection;

    private final PGConnection postgres;

    private final Duration poll;

    private final Duration patience;

    private Listening(Connection connection, PGConnection postgres, Duration poll, Duration patience) {
        this.connection = connection;
        this.postgres = postgres;
        this.poll = poll;
        this.patience = patience;
    }

    /**
     * Begins to listen.
     *
     * @throws PoolerBetweenException if the connection does not lead to one session of the server
     * @throws SQLException if there is no connection to be had
     */
    static Listening begin(DataSource dataSource, TenantChannel channel, Duration poll, Duration patience)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            Listening listening = new Listening(connection, connection.unwrap(PGConnection.class), poll, patience);
            // Notifications come only between transactions.
            connection.setAutoCommit(true);
            listening.refusePooler();
            listening.listen(channel);
            return listening;
        } catch (SQLException | RuntimeException | Error failure) {
            end(connection);
            throw failure;
        }
    }

    /** A pooler that may change the server's process makes up the number of its own, which it tells at the start. */
    private void refusePooler() throws SQLException {
        try (Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            if (!result.next() || result.getInt(1) != postgres.getBackendPID()) {
                throw new PoolerBetweenException();
            }
        }
    }

    private void listen(TenantChannel channel) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel.name() + '"');
        }
    }

    /**
     * Waits for changes.
     *
     * @return what was heard; nothing if there was nothing to be heard for a while
     * @throws SQLException if the connection is broken
     */
    List<TenantChange> await() throws SQLException {
        PGNotification @Nullable [] heard = postgres.getNotifications(Math.toIntExact(poll.toMillis()));
        if (heard != null && heard.length > 0) {
            return Arrays.stream(heard)
                    .map(notification -> TenantChange.of(notification.getParameter()))
                    .toList();
        }
        // A connection that died without a word has nothing to tell for ever.
        if (!connection.isValid(Math.max(1, Math.toIntExact(patience.toSeconds())))) {
            throw new SQLNonTransientConnectionException("The connection does not answer any more.");
        }
        return List.of();
    }

    /** Ends this at once, also for a thread that waits for changes. */
    @Override
    public void close() {
        end(connection);
    }

    private static void end(Connection connection) {
        try {
            // Closing would wait for whoever reads from it; and a pool must not hand it on, since it listens.
            connection.abort(Runnable::run);
            connection.close();
        } catch (SQLException alreadyBroken) {
            // Which is what was wanted.
        }
    }
}
