package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A pool of HikariCP whose connections are routed.
 *
 * @param name the bean that leads to it
 * @param pool the pool
 */
record HikariPool(String name, HikariDataSource pool) {

    /** Returns those behind {@code beans}, each once. */
    static List<HikariPool> behind(Map<String, DataSource> beans) {
        return RoutedPools.behind(beans).stream().flatMap(HikariPool::of).toList();
    }

    private static Stream<HikariPool> of(RoutedPool routed) {
        try {
            DataSource found = routed.dataSource();
            return found.isWrapperFor(HikariDataSource.class)
                    ? Stream.of(new HikariPool(routed.name(), found.unwrap(HikariDataSource.class)))
                    : Stream.empty();
        } catch (SQLException notThere) {
            return Stream.empty();
        }
    }
}
