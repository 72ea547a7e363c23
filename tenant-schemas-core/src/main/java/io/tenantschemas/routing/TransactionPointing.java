package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;

/**
 * Points a connection anew in each transaction, for that transaction, because the next one may find itself in another session
 * of the server. Comes first in the transaction, so that no rollback to a savepoint takes it back.
 */
final class TransactionPointing implements Pointing {

    private final Connection connection;

    private final TransactionPath path;

    private final TenantBinding binding;

    private @Nullable Integer isolation;

    private boolean pointed;

    private boolean untouched;

    TransactionPointing(Connection connection, TransactionPath path, TenantBinding binding) {
        this.connection = connection;
        this.path = path;
        this.binding = binding;
    }

    /**
     * Points at once, so that the transaction has its session of the server. With its first statement it might wait for one
     * while it holds a lock, as that of Hibernate's identifier generators, for which those wait who have the sessions.
     */
    @Override
    public void transactionBegun() throws SQLException {
        if (pointed || connection.getAutoCommit()) {
            return;
        }
        try {
            point();
            untouched = true;
        } catch (SQLException | RuntimeException | Error failure) {
            rollbackAfter(failure);
            throw failure;
        }
    }

    @Override
    public void beforeSetting() throws SQLException {
        if (untouched) {
            connection.rollback();
            forget();
        }
    }

    @Override
    public @Nullable Object run(Work work) throws Throwable {
        if (connection.getAutoCommit()) {
            return inTransactionOfItsOwn(work);
        }
        point();
        return work.run();
    }

    @Override
    public void beforeSavepoint() throws SQLException {
        if (!connection.getAutoCommit()) {
            point();
        }
    }

    @Override
    public boolean commitsAtOnce() throws SQLException {
        return connection.getAutoCommit();
    }

    @Override
    public void beforeDescription(Statement statement) throws SQLException {
        if (statement.getResultSet() == null) {
            // The driver gives it a name in the server's session for that, whatever its threshold for preparing is.
            throw new SessionStateException(
                    "PreparedStatement.getMetaData before the statement was executed",
                    "Execute it first, or ask its result set.");
        }
    }

    @Override
    public void beforeEnd() {
        forget();
    }

    private void forget() {
        pointed = false;
        untouched = false;
    }

    private void point() throws SQLException {
        untouched = false;
        if (!pointed) {
            path.begin(connection, binding, isolation);
            pointed = true;
        }
    }

    private @Nullable Object inTransactionOfItsOwn(Work work) throws Throwable {
        connection.setAutoCommit(false);
        Object result;
        try {
            path.begin(connection, binding, isolation);
            result = work.run();
            connection.commit();
        } catch (Throwable failure) {
            endAfter(failure);
            throw failure;
        }
        connection.setAutoCommit(true);
        return result;
    }

    private void rollbackAfter(Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private void endAfter(Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Returns the isolation that transactions begin with, or null if it is the server's default. */
    @Nullable
    Integer isolation() {
        return isolation;
    }

    /** Lets transactions begin with this isolation. The driver would set it for the session. */
    void isolation(int level) {
        isolation = level;
    }
}
