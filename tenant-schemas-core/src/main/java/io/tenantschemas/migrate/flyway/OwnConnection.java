package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.DatabaseUnreachableException;

/** A connection of the migrator's own, pointed at the schema to migrate until it is given back. */
final class OwnConnection implements AutoCloseable {

    private final Connection connection;

    private final boolean autoCommit;

    /** Null where the path is left as it is. */
    private final @Nullable SearchPath before;

    private final Disposal disposal;

    private boolean discarded;

    private OwnConnection(Connection connection, boolean autoCommit, @Nullable SearchPath before, Disposal disposal) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.before = before;
        this.disposal = disposal;
    }

    /** Takes a connection whose path is left as it is, until it is given back. */
    static OwnConnection open(DataSource dataSource, ConnectionDisposal disposal) throws SQLException {
        return open(dataSource, null, disposal);
    }

    /** Takes a connection and points it with that path until it is given back. */
    static OwnConnection open(DataSource dataSource, @Nullable SearchPath path, ConnectionDisposal disposal)
            throws SQLException {
        Connection connection = connect(dataSource);
        try {
            boolean autoCommit = connection.getAutoCommit();
            // Flyway opens transactions itself; some migrations must run outside of one.
            connection.setAutoCommit(true);
            OwnConnection own = new OwnConnection(
                    connection,
                    autoCommit,
                    path == null ? null : SearchPath.read(connection),
                    () -> disposal.dispose(dataSource, connection));
            if (path != null) {
                path.set(connection);
            }
            return own;
        } catch (SQLException | RuntimeException failure) {
            discard(connection);
            throw failure;
        }
    }

    static Connection connect(DataSource dataSource) {
        try {
            return dataSource.getConnection();
        } catch (SQLException | RuntimeException unreachable) {
            // A pool that cannot be started throws an exception of its own.
            throw new DatabaseUnreachableException(unreachable);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Keeps the connection from others, who would meet what migrations left in its session. */
    void discardAfterUse() {
        discarded = true;
    }

    /** Lets others have the connection, in whose session nothing was done. */
    void giveBackAfterUse() {
        discarded = false;
    }

    /** Gives the connection back as it was. */
    @Override
    public void close() {
        if (discarded) {
            dispose();
            return;
        }
        try {
            if (before != null) {
                before.set(connection);
            }
            connection.setAutoCommit(autoCommit);
            connection.close();
        } catch (SQLException failure) {
            discard(connection);
        }
    }

    /** Throws a connection away that has learnt so much that nobody should keep it. */
    static void dispose(DataSource dataSource, Connection connection, ConnectionDisposal disposal) {
        dispose(() -> disposal.dispose(dataSource, connection), connection);
    }

    private void dispose() {
        dispose(disposal, connection);
    }

    private static void dispose(Disposal disposal, Connection connection) {
        try {
            if (disposal.isDone()) {
                return;
            }
        } catch (SQLException | RuntimeException failure) {
            // The other way remains.
        }
        discard(connection);
    }

    /** The pool hands this connection to a tenant next, so what is not known to be as it was must not go back to it. */
    static void discard(Connection connection) {
        try {
            connection.abort(Runnable::run);
            connection.close();
        } catch (SQLException alreadyGone) {
            // There is nothing left to give back.
        }
    }

    @FunctionalInterface
    private interface Disposal {

        boolean isDone() throws SQLException;
    }
}
