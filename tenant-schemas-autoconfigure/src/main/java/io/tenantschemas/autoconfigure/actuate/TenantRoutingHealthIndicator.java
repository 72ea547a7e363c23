package io.tenantschemas.autoconfigure.actuate;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.tenantschemas.routing.RoutingChoice;
import io.tenantschemas.routing.RoutingDataSource;

/** Tells for each routed data source by which strategy statements find the tables of tenants, and why. Always up. */
final class TenantRoutingHealthIndicator implements HealthIndicator {

    private final Supplier<Map<String, DataSource>> dataSources;

    /** Creates an indicator of those of {@code dataSources}, by the names of their beans, that route. */
    TenantRoutingHealthIndicator(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        dataSources.get().forEach((name, dataSource) -> {
            if (isRouted(dataSource)) {
                health.withDetail(name, details(routing(dataSource).choice()));
            }
        });
        return health.build();
    }

    private static Map<String, Object> details(RoutingChoice choice) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("strategy", choice.property());
        details.put("reason", choice.reason());
        details.put("tenantsByPath", choice.tenantsByPath());
        return details;
    }

    private static boolean isRouted(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(RoutingDataSource.class);
        } catch (SQLException unknown) {
            return false;
        }
    }

    private static RoutingDataSource routing(DataSource dataSource) {
        try {
            return dataSource.unwrap(RoutingDataSource.class);
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
