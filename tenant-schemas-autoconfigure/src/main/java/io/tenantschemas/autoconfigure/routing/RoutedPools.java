package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.routing.RoutingDataSource;

/**
 * Finds the pools whose connections are routed, also those that only a data source before them knows: the one for read-only
 * transactions, and those among which one is chosen.
 */
final class RoutedPools {

    private final List<RoutedPool> found = new ArrayList<>();

    private RoutedPools() {}

    /** Returns the pools behind {@code beans}, each once. */
    static List<RoutedPool> behind(Map<String, DataSource> beans) {
        RoutedPools pools = new RoutedPools();
        beans.forEach((name, bean) -> pools.add(name, bean, false));
        return pools.found;
    }

    private void add(String name, @Nullable DataSource dataSource, boolean isRouted) {
        if (dataSource instanceof DelegatingDataSource outer) {
            boolean isRoutedWithin = isRouted || outer instanceof RoutingDataSource;
            add(name, outer.getTargetDataSource(), isRoutedWithin);
            add(name + " (read-only)", ReadOnlyTarget.of(outer), isRoutedWithin);
        } else if (dataSource instanceof AbstractRoutingDataSource choosing && knowsItsTargets(choosing)) {
            choosing.getResolvedDataSources()
                    .forEach((key, target) -> add("%s (%s)".formatted(name, key), target, isRouted));
            add(name + " (default)", choosing.getResolvedDefaultDataSource(), isRouted);
        } else if (dataSource != null) {
            addBehind(name, dataSource, isRouted);
        }
    }

    private static boolean knowsItsTargets(AbstractRoutingDataSource choosing) {
        return choosing.getResolvedDefaultDataSource() != null
                || !choosing.getResolvedDataSources().isEmpty();
    }

    private void addBehind(String name, DataSource dataSource, boolean isRouted) {
        // Somebody may have put a wrapper around it that Spring does not know.
        DataSource wrapped = dataSource instanceof AbstractRoutingDataSource ? null : wrappedIn(dataSource);
        if (wrapped != null) {
            add(name, wrapped, isRouted);
        } else {
            addPool(name, dataSource, isRouted);
        }
    }

    private static @Nullable DataSource wrappedIn(DataSource wrapper) {
        DataSource choosing = unwrapped(wrapper, AbstractRoutingDataSource.class);
        DataSource outer = unwrapped(wrapper, DelegatingDataSource.class);
        // What chooses answers for the one that it chooses as well, and is to be asked for all.
        boolean isChosen =
                outer == null || (choosing != null && unwrapped(outer, AbstractRoutingDataSource.class) == null);
        return isChosen ? choosing : outer;
    }

    private static @Nullable DataSource unwrapped(DataSource wrapper, Class<? extends DataSource> type) {
        try {
            return wrapper.isWrapperFor(type) ? wrapper.unwrap(type) : null;
        } catch (SQLException | IllegalStateException notThere) {
            // The latter from what chooses, where there is nothing to choose by yet.
            return null;
        }
    }

    private void addPool(String name, DataSource pool, boolean isRouted) {
        if (isRouted && found.stream().noneMatch(each -> each.dataSource() == pool)) {
            found.add(new RoutedPool(name, pool));
        }
    }
}
