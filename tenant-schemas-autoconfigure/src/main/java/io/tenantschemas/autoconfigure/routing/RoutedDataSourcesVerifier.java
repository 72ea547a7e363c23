package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.tenantschemas.routing.RoutingDataSource;

/**
 * Makes sure at start-up that every data source hands out routed connections, unless it is left as it is. One that was made before
 * post-processors were, because another of them asked for it, would not, and would show everybody what was read last.
 */
final class RoutedDataSourcesVerifier implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;

    private final UnroutedBeans unrouted;

    RoutedDataSourcesVerifier(ConfigurableListableBeanFactory beans, UnroutedBeans unrouted) {
        this.beans = beans;
        this.unrouted = unrouted;
    }

    @Override
    public void afterSingletonsInstantiated() {
        // Those that are made later meet the post-processor.
        Arrays.stream(beans.getBeanNamesForType(DataSource.class, false, false))
                .filter(name -> !unrouted.contain(name))
                .filter(beans::containsSingleton)
                .forEach(this::verify);
    }

    private void verify(String name) {
        DataSource dataSource = beans.getBean(name, DataSource.class);
        if (!RoutedConnections.isFrom(dataSource) && !isAround(dataSource)) {
            throw TenantDataSourceException.unrouted(name);
        }
    }

    // Somebody may have put a wrapper around it that Spring does not know.
    private static boolean isAround(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(RoutingDataSource.class);
        } catch (SQLException notAWrapper) {
            return false;
        }
    }
}
