package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
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

    private final List<String> excluded;

    TenantDataSources(
            ConfigurableListableBeanFactory beans, ObjectProvider<DataSource> dataSources, List<String> excluded) {
        this.beans = beans;
        this.dataSources = dataSources;
        this.excluded = excluded;
    }

    /**
     * Returns the data source that holds the tenants: the only one that is not excluded, or the primary one.
     *
     * @throws TenantDataSourceException if there is none, or if it is not clear which
     */
    public RoutingDataSource holdingTenants() {
        return routing(chosen());
    }

    private DataSource chosen() {
        List<String> names = Arrays.stream(beans.getBeanNamesForType(DataSource.class))
                .filter(name -> !excluded.contains(name))
                .toList();
        DataSource found =
                names.size() == 1 ? beans.getBean(names.get(0), DataSource.class) : dataSources.getIfUnique();
        if (found == null) {
            throw TenantDataSourceException.unclear(names);
        }
        return found;
    }

    /** Returns whether {@code dataSource} is a bean that is excluded, or takes its connections from one. */
    boolean isExcluded(DataSource dataSource) {
        return excluded.stream()
                .filter(beans::containsBean)
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
