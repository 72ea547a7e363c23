package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hands out connections of a pool as they are, those that wait for tenants as well. */
final class UnroutedPool extends DelegatingDataSource {

    private final WarmConnections warm;

    UnroutedPool(DataSource pool, WarmConnections warm) {
        super(pool);
        this.warm = warm;
    }

    @Override
    public Connection getConnection() throws SQLException {
        // Otherwise the pool would take them to be in use, and the caller would wait until one of them is missed.
        return warm.takeAsItIs(super::getConnection);
    }
}
