package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.datasource.AbstractDataSource;

/** Hands out one and the same connection, guarded, as often as Flyway asks for one. */
final class SharedConnection extends AbstractDataSource {

    private final Connection connection;

    private final GuardedConnection.Rollback rollback;

    SharedConnection(Connection connection, GuardedConnection.Rollback rollback) {
        this.connection = connection;
        this.rollback = rollback;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return GuardedConnection.guard(connection, rollback);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("Migrations run as the user whose connection this is.");
    }
}
