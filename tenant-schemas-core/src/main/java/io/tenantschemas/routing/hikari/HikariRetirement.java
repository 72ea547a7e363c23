package io.tenantschemas.routing.hikari;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.ProxyConnection;

import io.tenantschemas.routing.ConnectionRetirement;

/** Evicts connections from HikariCP's pools, which then open others in their place. */
public final class HikariRetirement implements ConnectionRetirement {

    @Override
    public boolean retire(DataSource pool, Connection connection) throws SQLException {
        // Whatever stands between need not let either through.
        if (!(pool.isWrapperFor(HikariDataSource.class) && connection instanceof ProxyConnection)) {
            return false;
        }
        pool.unwrap(HikariDataSource.class).evictConnection(connection);
        return true;
    }
}
