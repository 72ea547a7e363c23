package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Makes sure at start-up that HikariCP sets nothing in sessions that a pooler gives to others. */
final class SessionSettingsVerifier implements SmartInitializingSingleton {

    private final Supplier<Map<String, DataSource>> dataSources;

    SessionSettingsVerifier(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        RoutedPools.behind(dataSources.get()).forEach(SessionSettingsVerifier::verify);
    }

    private static void verify(RoutedPool routed) {
        HikariDataSource pool = hikari(routed.dataSource());
        List<String> settings = pool == null ? List.of() : settings(pool);
        if (!settings.isEmpty()) {
            throw new SessionSettingsException(routed.name(), settings);
        }
    }

    private static @Nullable HikariDataSource hikari(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class) : null;
        } catch (SQLException notThere) {
            return null;
        }
    }

    private static List<String> settings(HikariDataSource pool) {
        List<String> settings = new ArrayList<>();
        if (pool.getConnectionInitSql() != null) {
            settings.add("connection-init-sql");
        }
        if (pool.getTransactionIsolation() != null) {
            settings.add("transaction-isolation");
        }
        if (pool.getSchema() != null) {
            settings.add("schema");
        }
        return settings;
    }
}
