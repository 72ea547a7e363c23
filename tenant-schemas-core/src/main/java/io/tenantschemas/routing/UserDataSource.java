package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Stands before a data source whose connections become roles, and hands them out as the database user's, wherever they point.
 */
final class UserDataSource extends DelegatingDataSource {

    UserDataSource(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return asUser(obtainTargetDataSource().getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return asUser(obtainTargetDataSource().getConnection(username, password));
    }

    private static Connection asUser(Connection connection) throws SQLException {
        try {
            Session session = Session.of(connection);
            OutsideTransactions.abandon(connection, session);
            // Whoever it served last does not find it as it was.
            session.forgetInquiry();
            // Always: it may have become a role for a tenant that was refused in the end, whom it never served.
            OutsideTransactions.run(connection, () -> resetRole(connection));
            return connection;
        } catch (SQLException | RuntimeException | Error failure) {
            Checkout.closeAfter(failure, connection);
            throw failure;
        }
    }

    private static boolean resetRole(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("RESET ROLE");
        }
    }
}
