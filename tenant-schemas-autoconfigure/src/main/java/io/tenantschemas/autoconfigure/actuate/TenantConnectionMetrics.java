package io.tenantschemas.autoconfigure.actuate;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tenantschemas.routing.ConnectionCounts;
import io.tenantschemas.routing.RoutingDataSource;

/** Measures for each routed data source how connections are chosen for tenants, where they are. */
final class TenantConnectionMetrics implements MeterBinder {

    private static final String PREFIX = "tenant.schemas.connections.";

    private static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0, 0);

    private final Supplier<Map<String, DataSource>> dataSources;

    /** Creates metrics of those of {@code dataSources}, by the names of their beans, that route. */
    TenantConnectionMetrics(Supplier<Map<String, DataSource>> dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        dataSources
                .get()
                .forEach((name, dataSource) -> routing(dataSource)
                        .filter(routing -> routing.connectionCounts().isPresent())
                        .ifPresent(routing -> bind(meters, name, routing)));
    }

    private static void bind(MeterRegistry meters, String name, RoutingDataSource dataSource) {
        Gauge.builder(PREFIX + "kept", dataSource, number(ConnectionCounts::kept))
                .description("Connections that wait for a tenant; the pool counts them as active")
                .tag("name", name)
                .register(meters);
        Gauge.builder(PREFIX + "pending", dataSource, number(ConnectionCounts::pending))
                .description("Checkouts that wait for a connection; the pool does not count them")
                .tag("name", name)
                .register(meters);
        checkouts(meters, name, "known", dataSource, number(ConnectionCounts::known));
        checkouts(meters, name, "unknown", dataSource, number(ConnectionCounts::unknown));
    }

    private static void checkouts(
            MeterRegistry meters,
            String name,
            String tenant,
            RoutingDataSource dataSource,
            ToDoubleFunction<RoutingDataSource> number) {
        FunctionCounter.builder(PREFIX + "checkouts", dataSource, number)
                .description("Checkouts for a tenant, by whether the connection had served it before")
                .tag("name", name)
                .tag("tenant", tenant)
                .register(meters);
    }

    private static ToDoubleFunction<RoutingDataSource> number(ToDoubleFunction<ConnectionCounts> number) {
        return dataSource -> number.applyAsDouble(dataSource.connectionCounts().orElse(NONE));
    }

    private static Optional<RoutingDataSource> routing(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(RoutingDataSource.class)
                    ? Optional.of(dataSource.unwrap(RoutingDataSource.class))
                    : Optional.empty();
        } catch (SQLException unknown) {
            return Optional.empty();
        }
    }
}
