package io.tenantschemas.autoconfigure.routing;

import java.util.Collection;
import java.util.function.Predicate;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.routing.RoutingDataSource;

/**
 * Puts every {@link DataSource} bean behind a {@link RoutingDataSource}, unless it is excluded by name or its connections
 * come routed already.
 */
final class RoutingDataSourcePostProcessor implements BeanPostProcessor {

    private final ObjectProvider<RoutingParts> parts;

    private final ObjectProvider<TenantSchemasProperties> properties;

    RoutingDataSourcePostProcessor(
            ObjectProvider<RoutingParts> parts, ObjectProvider<TenantSchemasProperties> properties) {
        this.parts = parts;
        this.properties = properties;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof DataSource dataSource) || isExcluded(beanName) || isRouted(dataSource)) {
            return bean;
        }
        if (dataSource instanceof DelegatingDataSource outer && outer.getTargetDataSource() != null) {
            // Within, not around: LazyConnectionDataSourceProxy and its like must remain what hands out connections.
            routeWithin(outer);
            return outer;
        }
        return route(dataSource);
    }

    private void routeWithin(DelegatingDataSource outer) {
        DataSource target = outer.getTargetDataSource();
        DataSource readOnly = ReadOnlyTarget.of(outer);
        if (target != null && !isRouted(target)) {
            outer.setTargetDataSource(route(target));
        }
        if (readOnly != null && !isRouted(readOnly)) {
            ReadOnlyTarget.replace(outer, route(readOnly));
        }
    }

    private RoutingDataSource route(DataSource dataSource) {
        return parts.getObject().route(dataSource);
    }

    private boolean isExcluded(String beanName) {
        return properties.getObject().routing().exclude().contains(beanName);
    }

    private static boolean isRouted(@Nullable DataSource dataSource) {
        if (dataSource instanceof RoutingDataSource) {
            return true;
        }
        if (dataSource instanceof DelegatingDataSource outer) {
            DataSource readOnly = ReadOnlyTarget.of(outer);
            return isRouted(outer.getTargetDataSource()) && (readOnly == null || isRouted(readOnly));
        }
        return dataSource instanceof AbstractRoutingDataSource choosing
                && all(choosing.getResolvedDataSources().values(), RoutingDataSourcePostProcessor::isRouted);
    }

    private static boolean all(Collection<DataSource> targets, Predicate<DataSource> condition) {
        return !targets.isEmpty() && targets.stream().allMatch(condition);
    }
}
