package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class RoutedPoolsTests {

    private final DataSource writes = new DriverManagerDataSource();

    private final DataSource reads = new DriverManagerDataSource();

    private static List<RoutedPool> behind(DataSource dataSource) {
        return RoutedPools.behind(Map.of("dataSource", dataSource));
    }

    private static RoutingDataSource routed(DataSource pool) {
        return new RoutingDataSource(
                pool, new ConnectionRouter(new SearchPaths(SchemaName.of("public"), List.of())), false);
    }

    private static LazyConnectionDataSourceProxy lazy(DataSource target, DataSource readOnly) {
        LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy();
        proxy.setTargetDataSource(target);
        proxy.setReadOnlyDataSource(readOnly);
        return proxy;
    }

    private static Chooser chooser(Map<Object, Object> targets) {
        Chooser chooser = new Chooser();
        chooser.setTargetDataSources(targets);
        chooser.afterPropertiesSet();
        return chooser;
    }

    @Test
    void findsAPool() {
        assertThat(behind(routed(writes))).containsExactly(new RoutedPool("dataSource", writes));
        assertThat(behind(routed(new DelegatingDataSource(writes))))
                .containsExactly(new RoutedPool("dataSource", writes));
    }

    @Test
    void findsNoneThatIsNotRouted() {
        assertThat(behind(writes)).isEmpty();
        assertThat(behind(lazy(writes, reads))).isEmpty();
        assertThat(behind(lazy(routed(writes), reads))).containsExactly(new RoutedPool("dataSource", writes));
    }

    @Test
    void findsWhatOnlyALazyProxyKnows() {
        assertThat(behind(lazy(routed(writes), routed(reads))))
                .containsExactly(new RoutedPool("dataSource", writes), new RoutedPool("dataSource (read-only)", reads));
        assertThat(behind(routed(lazy(writes, reads)))).hasSize(2);
    }

    @Test
    void findsThoseAmongWhichOneIsChosen() {
        assertThat(behind(routed(chooser(Map.of("a", reads, "b", writes)))))
                .containsExactlyInAnyOrder(
                        new RoutedPool("dataSource (a)", reads), new RoutedPool("dataSource (b)", writes));
        assertThat(behind(chooser(Map.of("a", routed(reads)))))
                .containsExactly(new RoutedPool("dataSource (a)", reads));
    }

    @Test
    void findsTheOneThatIsChosenForWantOfAnother() {
        Chooser chooser = new Chooser();
        chooser.setTargetDataSources(Map.of("a", reads));
        chooser.setDefaultTargetDataSource(writes);
        chooser.afterPropertiesSet();
        assertThat(behind(routed(chooser)))
                .containsExactly(
                        new RoutedPool("dataSource (a)", reads), new RoutedPool("dataSource (default)", writes));
    }

    @Test
    void takesOneThatDoesNotTellAmongWhichItChoosesForAPool() {
        Chooser chooser = chooser(Map.of());
        assertThat(behind(routed(chooser))).containsExactly(new RoutedPool("dataSource", chooser));
    }

    @Test
    void looksIntoWrappersThatSpringDoesNotKnow() {
        assertThat(behind(new Wrapper(routed(new Wrapper(lazy(writes, reads))))))
                .extracting(RoutedPool::dataSource)
                .containsExactly(writes, reads);
        assertThat(behind(routed(new Wrapper(chooser(Map.of("a", reads))))))
                .extracting(RoutedPool::dataSource)
                .containsExactly(reads);
    }

    @Test
    void findsEachOnce() {
        RoutingDataSource bean = routed(writes);
        assertThat(RoutedPools.behind(Map.of("writes", bean, "dataSource", lazy(bean, bean))))
                .hasSize(1);
    }

    private static final class Chooser extends AbstractRoutingDataSource {

        @Override
        protected Object determineCurrentLookupKey() {
            throw new IllegalStateException("There is nothing to choose by at start-up.");
        }
    }

    private static final class Wrapper extends AbstractDataSource {

        private final DataSource inner;

        Wrapper(DataSource inner) {
            this.inner = inner;
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return inner.isWrapperFor(type);
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return inner.unwrap(type);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return inner.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return inner.getConnection(username, password);
        }
    }
}
