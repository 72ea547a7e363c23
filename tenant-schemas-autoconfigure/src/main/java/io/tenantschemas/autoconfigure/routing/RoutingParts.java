package io.tenantschemas.autoconfigure.routing;

import java.util.Optional;
import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.TenantRows;

/** What all routing data sources of an application are made of. */
final class RoutingParts {

    private final ConnectionRouter router;

    private final RoutingRules rules;

    private final ObjectProvider<TenantDataSources> dataSources;

    private final ObjectProvider<TenantRows> rows;

    RoutingParts(
            ConnectionRouter router,
            RoutingRules rules,
            ObjectProvider<TenantDataSources> dataSources,
            ObjectProvider<TenantRows> rows) {
        this.router = router;
        this.rules = rules;
        this.dataSources = dataSources;
        this.rows = rows;
    }

    RoutingDataSource route(DataSource pool) {
        return new RoutingDataSource(pool, router.asking(() -> rowsBehind(pool)), rules);
    }

    // Another database has no such table; that of a replica is the same.
    private Optional<TenantRows> rowsBehind(DataSource pool) {
        return dataSources.getObject().holdsTenants(pool) ? rows.stream().findFirst() : Optional.empty();
    }
}
