package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;

/** Does what no rollback of the caller's may undo, on connections with auto-commit and without. */
final class OutsideTransactions {

    private OutsideTransactions() {}

    /** Ends what somebody left unfinished. */
    static void abandon(Connection connection, Session session) throws SQLException {
        if (!connection.getAutoCommit() && session.hasServed()) {
            // It is neither gone on with nor committed by what comes next, as what the pool sets up has to be.
            // Where there is no transaction, the driver asks the server nothing.
            connection.rollback();
        }
    }

    /** Does {@code work} on a connection that no transaction is using. */
    static <T> T run(Connection connection, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return work.run();
        }
        connection.setAutoCommit(true);
        T done;
        try {
            done = work.run();
        } catch (SQLException | RuntimeException | Error failure) {
            endAutoCommitAfter(failure, connection);
            throw failure;
        }
        connection.setAutoCommit(false);
        return done;
    }

    // On a connection that broke this fails too, and must not hide why.
    private static void endAutoCommitAfter(Throwable failure, Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** What is done, with its result. */
    @FunctionalInterface
    interface Work<T> {

        /** Does it. */
        T run() throws SQLException;
    }
}
