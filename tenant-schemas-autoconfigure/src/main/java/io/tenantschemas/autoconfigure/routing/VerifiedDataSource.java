package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.routing.UnroutedDataSource;

/**
 * Hands out connections on which schemas are made and changed, once it is certain that they lead to the database that holds the
 * tenants. That is asked with the first one, rather than at start-up, which need not have a database.
 */
final class VerifiedDataSource extends DelegatingDataSource {

    private final String name;

    private final UnroutedDataSource tenants;

    private volatile boolean isVerified;

    /**
     * Creates one.
     *
     * @param name the name of that bean
     * @param tenants the data source that holds the tenants
     */
    VerifiedDataSource(String name, DataSource target, UnroutedDataSource tenants) {
        super(target);
        this.name = name;
        this.tenants = tenants;
    }

    /** @throws TenantDataSourceException if it leads to another database */
    @Override
    public Connection getConnection() throws SQLException {
        return verified(super.getConnection());
    }

    /** @throws TenantDataSourceException if it leads to another database */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return verified(super.getConnection(username, password));
    }

    private Connection verified(Connection connection) throws SQLException {
        try {
            verify(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error failure) {
            connection.close();
            throw failure;
        }
    }

    private void verify(Connection connection) throws SQLException {
        if (isVerified) {
            return;
        }
        // In this order: if the server is started anew in between, this connection is lost, and nobody compares with
        // the past.
        DatabaseIdentity ofTenants = ofTenants();
        DatabaseIdentity own = DatabaseIdentity.of(connection);
        if (!own.isSameAs(ofTenants)) {
            throw TenantDataSourceException.elsewhereForDdl(name, own.describe(), ofTenants.describe());
        }
        isVerified = true;
    }

    private DatabaseIdentity ofTenants() throws SQLException {
        try (Connection connection = tenants.dataSource().getConnection()) {
            return DatabaseIdentity.of(connection);
        }
    }
}
