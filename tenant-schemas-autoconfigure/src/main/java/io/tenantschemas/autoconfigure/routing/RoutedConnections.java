package io.tenantschemas.autoconfigure.routing;

import java.util.Collection;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.routing.RoutingDataSource;

/** Tells which data sources hand out nothing but routed connections. */
final class RoutedConnections {

    private RoutedConnections() {}

    /** Returns whether all connections of {@code dataSource} are routed, wherever it takes them from. */
    static boolean isFrom(@Nullable DataSource dataSource) {
        if (dataSource instanceof RoutingDataSource) {
            return true;
        }
        if (dataSource instanceof DelegatingDataSource outer) {
            return isFrom(outer.getTargetDataSource()) && isFromIfThere(ReadOnlyTarget.of(outer));
        }
        return dataSource instanceof AbstractRoutingDataSource choosing
                && isFromAll(choosing.getResolvedDataSources().values())
                && isFromIfThere(choosing.getResolvedDefaultDataSource());
    }

    private static boolean isFromIfThere(@Nullable DataSource dataSource) {
        return dataSource == null || isFrom(dataSource);
    }

    private static boolean isFromAll(Collection<DataSource> dataSources) {
        return !dataSources.isEmpty() && dataSources.stream().allMatch(RoutedConnections::isFrom);
    }
}
