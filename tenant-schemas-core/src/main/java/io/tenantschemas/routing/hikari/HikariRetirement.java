package io.tenantschemas.routing.hikari;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.ProxyConnection;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.routing.ConnectionRetirement;

/** Evicts connections from HikariCP's pools, which then open others in their place. */
public final class HikariRetirement implements ConnectionRetirement {

    @Override
    public boolean retire(DataSource pool, Connection connection) throws SQLException {
        // What chooses among pools would choose again, and the connection would be looked for in another one.
        DataSource target = pool;
        while (target instanceof DelegatingDataSource outer && outer.getTargetDataSource() != null) {
            target = outer.getTargetDataSource();
        }
        if (!(target instanceof HikariDataSource hikari && connection instanceof ProxyConnection)) {
            return false;
        }
        hikari.evictConnection(connection);
        return true;
    }
}
