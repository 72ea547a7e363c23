package io.tenantschemas.autoconfigure.routing;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes sure at start-up that HikariCP begins no session with a role that would be lost with the first tenant. */
final class InitialRoleVerifier implements SmartInitializingSingleton {

    private static final Pattern ROLE = Pattern.compile(
            "\\bset\\s+(session\\s+|local\\s+)?(role|session\\s+authorization|authorization)\\b|'role'");

    private final Supplier<Map<String, DataSource>> dataSources;

    InitialRoleVerifier(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        HikariPool.behind(dataSources.get()).forEach(InitialRoleVerifier::verify);
    }

    private static void verify(HikariPool routed) {
        String sql = routed.pool().getConnectionInitSql();
        if (sql != null && ROLE.matcher(sql.toLowerCase(Locale.ROOT)).find()) {
            throw new InvalidConfigurationPropertyValueException(
                    "spring.datasource.hikari.connection-init-sql",
                    sql,
                    ("With tenant-schemas.routing.strategy=role, connections of '%s' become the roles of tenants, and then the"
                                    + " user's own again: a role that is set when they are opened is lost. Give the user a role to"
                                    + " begin with: ALTER ROLE ... SET role = ...;")
                            .formatted(routed.name()));
        }
    }
}
