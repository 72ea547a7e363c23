package io.tenantschemas.autoconfigure.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Makes sure at start-up that HikariCP sets nothing in sessions that a pooler gives to others. */
final class SessionSettingsVerifier implements SmartInitializingSingleton {

    private final Supplier<Map<String, DataSource>> dataSources;

    SessionSettingsVerifier(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void afterSingletonsInstantiated() {
        HikariPool.behind(dataSources.get()).forEach(SessionSettingsVerifier::verify);
    }

    private static void verify(HikariPool routed) {
        List<String> settings = settings(routed.pool());
        if (!settings.isEmpty()) {
            throw new SessionSettingsException(routed.name(), settings);
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
