package io.tenantschemas.autoconfigure.role;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.tenantschemas.routing.RoutingDataSource;

/** Makes sure at start-up that HikariCP begins no session with a role that would be lost with the first tenant. */
final class InitialRoleVerifier implements SmartInitializingSingleton {

    private static final Pattern ROLE = Pattern.compile(
            "\\bset\\s+(session\\s+|local\\s+)?(role|session\\s+authorization|authorization)\\b|'role'");

    private final ObjectProvider<DataSource> dataSources;

    InitialRoleVerifier(ObjectProvider<DataSource> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        dataSources.forEach(InitialRoleVerifier::verify);
    }

    private static void verify(DataSource dataSource) {
        try {
            if (dataSource.isWrapperFor(RoutingDataSource.class) && dataSource.isWrapperFor(HikariDataSource.class)) {
                verify(dataSource.unwrap(HikariDataSource.class).getConnectionInitSql());
            }
        } catch (SQLException | IllegalStateException notThere) {
            // What chooses among several has nothing to choose by yet.
        }
    }

    private static void verify(String sql) {
        if (sql != null && ROLE.matcher(sql.toLowerCase(Locale.ROOT)).find()) {
            throw new InvalidConfigurationPropertyValueException(
                    "spring.datasource.hikari.connection-init-sql",
                    sql,
                    "With tenant-schemas.routing.strategy=role, connections become the roles of tenants, and then the user's"
                            + " own again: a role that is set when they are opened is lost. Give the user a role to begin"
                            + " with: ALTER ROLE ... SET role = ...;");
        }
    }
}
