package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.routing.RoutingDataSource;

/** The application's data sources, and which of them holds the tenants. */
public final class TenantDataSources {

    private final ConfigurableListableBeanFactory beans;

    private final ObjectProvider<DataSource> dataSources;

    private final UnroutedBeans unrouted;

    TenantDataSources(
            ConfigurableListableBeanFactory beans, ObjectProvider<DataSource> dataSources, UnroutedBeans unrouted) {
        this.beans = beans;
        this.dataSources = dataSources;
        this.unrouted = unrouted;
    }

    /**
     * Returns the data source that holds the tenants: the only one that is not left as it is, or the primary
     * one.
     *
     * @throws TenantDataSourceException if there is none, or if it is not clear which
     */
    public RoutingDataSource holdingTenants() {
        return routing(chosen());
    }

    private DataSource chosen() {
        List<String> names = names().filter(name -> !unrouted.contain(name)).toList();
        DataSource found =
                names.size() == 1 ? beans.getBean(names.get(0), DataSource.class) : dataSources.getIfUnique();
        if (found == null) {
            throw TenantDataSourceException.unclear(names);
        }
        return found;
    }

    private Stream<String> names() {
        return Arrays.stream(beans.getBeanNamesForType(DataSource.class));
    }

    /**
     * Returns the name of the bean on whose connections schemas are made and changed, or empty if that is the data source that holds
     * the tenants.
     *
     * @throws TenantDataSourceException if there are several, or if it is the primary one, with which everybody works
     */
    Optional<String> forDdl() {
        List<String> names = names().filter(unrouted.ddl()::isOn).toList();
        if (names.size() > 1) {
            throw TenantDataSourceException.severalForDdl(names);
        }
        names.stream().filter(this::isPrimary).findFirst().ifPresent(name -> {
            throw TenantDataSourceException.primaryForDdl(name);
        });
        return names.stream().findFirst();
    }

    private boolean isPrimary(String name) {
        return beans.containsBeanDefinition(name)
                && beans.getMergedBeanDefinition(name).isPrimary();
    }

    /** Returns whether {@code dataSource} is a bean that is left as it is, or takes its connections from one. */
    boolean isExcluded(DataSource dataSource) {
        return Stream.concat(
                        unrouted.excluded().stream().filter(beans::containsBean), names().filter(unrouted.ddl()::isOn))
                .map(beans::getBean)
                .anyMatch(bean -> bean == dataSource || isBehind(bean, dataSource));
    }

    private static boolean isBehind(Object bean, DataSource outer) {
        for (DataSource each = outer; each instanceof DelegatingDataSource next; each = next.getTargetDataSource()) {
            if (next.getTargetDataSource() == bean) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether {@code pool} is behind the data source that holds the tenants, or one of several. */
    boolean holdsTenants(DataSource pool) {
        return leadsTo(pool, chosen());
    }

    private static boolean leadsTo(DataSource pool, @Nullable DataSource from) {
        if (from instanceof RoutingDataSource routing) {
            return routing.unrouted() == pool;
        }
        if (from instanceof DelegatingDataSource outer) {
            return leadsTo(pool, outer.getTargetDataSource()) || leadsTo(pool, ReadOnlyTarget.of(outer));
        }
        return from instanceof AbstractRoutingDataSource choosing
                && (leadsTo(pool, choosing.getResolvedDefaultDataSource())
                        || choosing.getResolvedDataSources().values().stream().anyMatch(each -> leadsTo(pool, each)));
    }

    /**
     * Returns what routes the connections of {@code dataSource}.
     *
     * @throws TenantDataSourceException if nothing does
     */
    static RoutingDataSource routing(DataSource dataSource) {
        try {
            return dataSource.unwrap(RoutingDataSource.class);
        } catch (SQLException notRouted) {
            throw TenantDataSourceException.excluded(notRouted);
        }
    }
}
