package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

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
        if (!(bean instanceof DataSource dataSource) || isExcluded(beanName) || RoutedConnections.isFrom(dataSource)) {
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
        if (target != null && !RoutedConnections.isFrom(target)) {
            outer.setTargetDataSource(route(target));
        }
        if (readOnly != null && !RoutedConnections.isFrom(readOnly)) {
            ReadOnlyTarget.replace(outer, route(readOnly));
        }
    }

    private RoutingDataSource route(DataSource dataSource) {
        return parts.getObject().route(dataSource);
    }

    private boolean isExcluded(String beanName) {
        return properties.getObject().routing().exclude().contains(beanName);
    }
}
