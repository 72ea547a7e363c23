package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.routing.RoutingDataSource;

/**
 * Puts every {@link DataSource} bean behind a {@link RoutingDataSource}, unless it is left as it is or its connections come routed
 * already.
 */
final class RoutingDataSourcePostProcessor implements BeanPostProcessor {

    private final ObjectProvider<RoutingParts> parts;

    private final ObjectProvider<UnroutedBeans> unrouted;

    RoutingDataSourcePostProcessor(ObjectProvider<RoutingParts> parts, ObjectProvider<UnroutedBeans> unrouted) {
        this.parts = parts;
        this.unrouted = unrouted;
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
        return unrouted.getObject().contain(beanName);
    }
}
