package io.tenantschemas.isolationcheck.access;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceUtils;

import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;

/** A savepoint on the connection of Spring's transaction. Hibernate offers Spring none of its own. */
public final class Savepoint {

    private final Connection connection;

    private final java.sql.Savepoint savepoint;

    private Savepoint(Connection connection) throws SQLException {
        this.connection = connection;
        this.savepoint = connection.setSavepoint();
    }

    /** Sets a savepoint in the transaction that is under way. */
    public static Savepoint set(DataSource dataSource) {
        try {
            return new Savepoint(DataSourceUtils.getConnection(dataSource));
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }

    /** Undoes what was done since. */
    public void rollBack() {
        try {
            connection.rollback(savepoint);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }
}
