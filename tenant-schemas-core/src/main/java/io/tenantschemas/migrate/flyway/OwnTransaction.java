package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A transaction of the migrator's own, for connections that a pooler gives to somebody else after each transaction: nothing
 * that is set for the session would still be there for the next statement, or it would be there for others.
 */
final class OwnTransaction implements AutoCloseable {

    private final Connection connection;

    private final boolean autoCommit;

    private OwnTransaction(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    static OwnTransaction begin(DataSource dataSource) throws SQLException {
        Connection connection = OwnConnection.connect(dataSource);
        try {
            OwnTransaction transaction = new OwnTransaction(connection, connection.getAutoCommit());
            connection.setAutoCommit(false);
            return transaction;
        } catch (SQLException | RuntimeException failure) {
            OwnConnection.discard(connection);
            throw failure;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Commits, and leaves nothing of what migrations did in the session, which the pooler gives to others. */
    void commit() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CLOSE ALL;DISCARD TEMP;DISCARD SEQUENCES;UNLISTEN *;RESET ALL;SET SESSION AUTHORIZATION DEFAULT;RESET ROLE;"
                            + "SELECT pg_catalog.pg_advisory_unlock_all()");
        }
        connection.commit();
    }

    /** Rolls back what was not committed and gives the connection back. */
    @Override
    public void close() {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
            connection.close();
        } catch (SQLException failure) {
            OwnConnection.discard(connection);
        }
    }
}
