package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.backend;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Which connection of a pool a tenant gets, and that nothing of whoever had it before comes with it. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class WarmConnectionsIT {

    private static final Duration LONG = Duration.ofSeconds(5);

    private final PoolOfOne tenants;

    private HikariDataSource pool;

    private RoutingDataSource dataSource;

    WarmConnectionsIT(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        pool = tenants.pool(true);
    }

    @BeforeEach
    void start() throws SQLException {
        use(2, LONG);
    }

    /** Makes a pool of so many connections, all of which are there. */
    private void use(int connections, Duration patience) throws SQLException {
        pool = tenants.pool(true);
        PoolOfOne.fill(pool, connections);
        dataSource = tenants.routedByChoice(pool, patience);
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    /** Returns which processes of the server served these tenants, all at the same time. */
    private List<String> atTheSameTime(Tenant first, Tenant second) throws SQLException {
        return in(
                first,
                dataSource,
                connection -> List.of(single(connection, "SELECT pg_backend_pid()"), backend(second, dataSource)));
    }

    @Test
    void aTenantGetsTheConnectionThatServedItBefore() throws SQLException {
        List<String> backends = atTheSameTime(ACME, GLOBEX);
        assertThat(backends).doesNotHaveDuplicates();

        for (int i = 0; i < 5; i++) {
            assertThat(backend(ACME, dataSource)).isEqualTo(backends.get(0));
            assertThat(backend(GLOBEX, dataSource)).isEqualTo(backends.get(1));
            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        }
    }

    @Test
    void tenantsAreDividedAmongTheConnections() throws SQLException {
        use(4, LONG);
        List<Tenant> many = IntStream.range(10, 30)
                .mapToObj(id -> PoolOfOne.tenant(id, "many_" + id))
                .toList();
        many.forEach(tenants::create);
        Set<String> firsts = new HashSet<>();
        for (Tenant tenant : many) {
            String first = backend(tenant, dataSource);
            firsts.add(first);
            assertThat(backend(tenant, dataSource)).isEqualTo(first);
        }
        assertThat(firsts).hasSize(4);
    }

    @Test
    void thoseThatServedEnoughTenantsAreReplaced() throws SQLException {
        use(2, LONG);
        dataSource = tenants.routedByChoice(pool, LONG, Duration.ofMinutes(1), 4);
        List<Tenant> many = IntStream.range(10, 22)
                .mapToObj(id -> PoolOfOne.tenant(id, "many_" + id))
                .toList();
        many.forEach(tenants::create);
        Map<String, Set<Tenant>> served = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            for (Tenant tenant : many) {
                assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
                served.computeIfAbsent(backend(tenant, dataSource), backend -> new HashSet<>())
                        .add(tenant);
            }
        }
        assertThat(served.values()).allSatisfy(its -> assertThat(its).hasSizeLessThanOrEqualTo(4));
        assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(2);
    }

    @Test
    void whoeverWantsOneAsItIsGetsOneThatWaitsForATenant() throws SQLException {
        List<Integer> idle = new ArrayList<>();
        pool = tenants.prepared(
                new HikariDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        if (getHikariPoolMXBean() != null) {
                            idle.add(getHikariPoolMXBean().getIdleConnections());
                        }
                        return super.getConnection();
                    }
                },
                true);
        PoolOfOne.fill(pool, 1);
        dataSource = tenants.routedByChoice(pool, LONG);
        String backend = backend(ACME, dataSource);
        assertThat(dataSource.connectionCounts().orElseThrow().kept()).isEqualTo(1);
        idle.clear();

        try (Connection connection = dataSource.unroutedAsUser().getConnection()) {
            assertThat(single(connection, "SELECT pg_backend_pid()")).isEqualTo(backend);
        }
        assertThat(idle).as("nobody has to wait").containsExactly(1);
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void passesOverNobodyWhoWaitsForThePool() throws Exception {
        use(1, LONG);
        owner(ACME, dataSource);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isClosed()).isFalse();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
        while (!other.isDone()) {
            owner(ACME, dataSource);
        }
        other.get(5, TimeUnit.SECONDS);
    }

    @Test
    void closingTwiceTakesNothing() throws SQLException {
        Connection first = in(ACME, dataSource, connection -> {
            // The other one is idle in the pool from then on.
            pool.getConnection().close();
            connection.close();
            connection.close();
            return connection;
        });
        assertThat(first.isClosed()).isTrue();

        assertThat(dataSource.connectionCounts().orElseThrow().kept()).isEqualTo(1);
        assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isEqualTo(1);
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void aBrokenConnectionIsReplaced() throws SQLException {
        use(1, LONG);
        String broken = in(ACME, dataSource, connection -> {
            String backend = single(connection, "SELECT pg_backend_pid()");
            tenants.jdbc().queryForObject("SELECT pg_terminate_backend(?::int, 5000)", Boolean.class, backend);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(connection, "SELECT 1"));
            return backend;
        });

        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertThat(backend(ACME, dataSource)).isNotEqualTo(broken);
    }

    @Test
    void oneThatBrokeWhileItWaitedIsReplaced() throws Exception {
        use(1, LONG);
        String broken = backend(ACME, dataSource);
        tenants.jdbc().queryForObject("SELECT pg_terminate_backend(?::int, 5000)", Boolean.class, broken);
        // HikariCP does not ask either whether a connection is alive that was used a moment ago.
        Thread.sleep(600);

        assertThat(backend(ACME, dataSource)).isNotEqualTo(broken);
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @Test
    void noneOfThoseThatBrokeWhileTheyWaitedIsHandedOut() throws Exception {
        use(3, LONG);
        breakAll();
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");

        breakAll();
        try (Connection connection = dataSource.unroutedAsUser().getConnection()) {
            assertThat(single(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    /** Lets three connections wait, and the server close them, for so long that they have to be asked. */
    private void breakAll() throws Exception {
        in(ACME, dataSource, first -> atTheSameTime(GLOBEX, GLOBEX));
        assertThat(dataSource.connectionCounts().orElseThrow().kept()).isEqualTo(3);
        tenants.jdbc()
                .query(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
                        row -> {});
        Thread.sleep(600);
    }

    @Test
    void waitsForTheConnectionThatServedTheTenantBefore() throws Exception {
        List<String> backends = atTheSameTime(ACME, GLOBEX);
        CountDownLatch taken = new CountDownLatch(1);
        CompletableFuture<Void> user = CompletableFuture.runAsync(() -> hold(ACME, taken, 200));
        assertThat(taken.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(backend(ACME, dataSource)).isEqualTo(backends.get(0));
        user.get(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsNoLongerThanIsWorthIt() throws Exception {
        use(2, Duration.ofMillis(50));
        List<String> backends = atTheSameTime(ACME, GLOBEX);
        CountDownLatch taken = new CountDownLatch(1);
        CompletableFuture<Void> user = CompletableFuture.runAsync(() -> hold(ACME, taken, 700));
        assertThat(taken.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(backend(ACME, dataSource)).isEqualTo(backends.get(1));
        assertThat(user).isNotDone();
        assertThat(backend(ACME, dataSource)).isEqualTo(backends.get(1));
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        user.get(5, TimeUnit.SECONDS);
    }

    @Test
    void doesNotWaitForItself() throws SQLException {
        owner(ACME, dataSource);
        long start = System.nanoTime();

        assertThat(atTheSameTime(ACME, ACME)).doesNotHaveDuplicates();
        // Or it would have waited for the whole of it.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }

    @Test
    void keepsNobodyFromThePool() throws SQLException {
        atTheSameTime(ACME, GLOBEX);
        assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isZero();

        // Before the pool gives up, long before they would come back by themselves.
        try (Connection first = pool.getConnection();
                Connection second = pool.getConnection()) {
            assertThat(first.isValid(1)).isTrue();
            assertThat(second.isValid(1)).isTrue();
        }
    }

    @Test
    void givesBackWhatNobodyNeeds() throws SQLException {
        // Others' may live a little longer than their tests.
        Set<Thread> before = watchers();
        dataSource = tenants.routedByChoice(pool, LONG, Duration.ofMillis(100));
        atTheSameTime(ACME, GLOBEX);

        await().untilAsserted(() ->
                assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero());
        await().untilAsserted(() -> assertThat(before).containsAll(watchers()));
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    private static Set<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tenant-schemas-connections"))
                .collect(Collectors.toSet());
    }

    @Test
    void hasNothingOfWhoeverHadItBefore() throws SQLException {
        use(1, LONG);
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setNetworkTimeout(Runnable::run, 4_711);
            connection.createStatement().executeQuery("SELECT name FROM owner");
            return true;
        });

        in(GLOBEX, dataSource, connection -> {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getNetworkTimeout()).isNotEqualTo(4_711);
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @Test
    void hasNoTransactionOfWhoeverHadItBefore() throws SQLException {
        use(1, LONG);
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            connection.createStatement().executeUpdate("DELETE FROM owner");
            return true;
        });

        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @Test
    void servesNobodyToo() throws SQLException {
        atTheSameTime(ACME, GLOBEX);
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            assertThat(single(connection, "SELECT current_schema()")).isEqualTo("public");
        }
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @Test
    void isClosedWithThePool() throws SQLException {
        atTheSameTime(ACME, GLOBEX);
        pool.close();

        await().untilAsserted(() -> assertThat(tenants.jdbc()
                        .queryForObject(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
                                Long.class))
                .isZero());
    }

    @Test
    void manyAtOnceAreServedRight() throws Exception {
        use(3, Duration.ofMillis(20));
        List<CompletableFuture<Void>> threads = IntStream.range(0, 8)
                .mapToObj(number -> CompletableFuture.runAsync(() -> work(number), task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<Void> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }
    }

    private void work(int number) {
        try {
            for (int i = 0; i < 200; i++) {
                Tenant tenant = (i + number) % 3 == 0 ? ACME : GLOBEX;
                assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void hold(Tenant tenant, CountDownLatch taken, long millis) {
        try {
            in(tenant, dataSource, connection -> {
                taken.countDown();
                return single(connection, "SELECT pg_sleep(%s)".formatted(millis / 1000.0));
            });
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
