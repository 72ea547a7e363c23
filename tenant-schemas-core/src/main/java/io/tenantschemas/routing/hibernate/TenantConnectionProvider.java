package io.tenantschemas.routing.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.routing.RoutedConnection;
import io.tenantschemas.tenant.SchemaName;

/**
 * Gives Hibernate's sessions connections from the routing data source, as long as the thread is still bound to the tenant
 * for which the session was opened.
 */
public final class TenantConnectionProvider implements MultiTenantConnectionProvider<String> {

    private static final long serialVersionUID = 1L;

    private final transient DataSource dataSource;

    private final transient SchemaName publicSchema;

    /**
     * Creates a provider.
     *
     * @param dataSource the data source of the entity manager factory, which routes
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantConnectionProvider(DataSource dataSource, SchemaName publicSchema) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.dataSource = dataSource;
        this.publicSchema = publicSchema;
    }

    /**
     * Returns a connection that points at the schema of the session's tenant.
     *
     * @throws TenantSwitchException if the thread is not bound to the tenant of the session (any more)
     */
    @Override
    public Connection getConnection(String identifier) throws SQLException {
        // A session keeps its tenant for life. Here it would otherwise write the one's objects into the other's tables.
        SessionConnection.check(identifier, publicSchema);
        Connection connection = dataSource.getConnection();
        return connection instanceof RoutedConnection
                ? connection
                : SessionConnection.of(connection, identifier, publicSchema);
    }

    @Override
    public void releaseConnection(String identifier, Connection connection) throws SQLException {
        connection.close();
    }

    /** Returns a connection that sees the shared tables, for the start of Hibernate, where there is no tenant. */
    @Override
    public Connection getAnyConnection() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            return dataSource.getConnection();
        }
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean handlesConnectionSchema() {
        return true;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || type.isAssignableFrom(DataSource.class);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isAssignableFrom(DataSource.class)) {
            return type.cast(dataSource);
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
