package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What becomes of those who wait while all connections of a pool are in use. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class BusyPoolIT {

    /** So long that somebody who waits here for a part of it, and then for the pool, is noticed. */
    private static final long TIMEOUT = 100_000;

    private final PoolOfOne tenants;

    private final List<CountDownLatch> held = new ArrayList<>();

    private final List<CompletableFuture<Boolean>> holders = new ArrayList<>();

    private HikariDataSource pool;

    private RoutingDataSource dataSource;

    BusyPoolIT(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        pool = tenants.pool(true);
        dataSource = tenants.routedByChoice(pool, Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        held.forEach(CountDownLatch::countDown);
        holders.forEach(CompletableFuture::join);
        tenants.close();
    }

    private void use(int connections, long timeout, Duration patience) throws SQLException {
        pool.setConnectionTimeout(timeout);
        PoolOfOne.fill(pool, connections);
        dataSource = tenants.routedByChoice(pool, patience);
    }

    /** Takes a connection for a tenant, and returns what gives it back. */
    private CountDownLatch hold(Tenant tenant) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        held.add(release);
        holders.add(start(() -> in(tenant, dataSource, connection -> {
            taken.countDown();
            return awaitRelease(release);
        })));
        assertThat(taken.await(5, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    private static boolean awaitRelease(CountDownLatch release) {
        try {
            return release.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static <T> CompletableFuture<T> start(Work<T> work) {
        return start(work, thread -> {});
    }

    private static <T> CompletableFuture<T> start(Work<T> work, Consumer<Thread> started) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.run());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        thread.start();
        started.accept(thread);
        return result;
    }

    /** Starts to ask for the process that serves a tenant, and returns when it waits for it. */
    private CompletableFuture<String> waiter(Tenant tenant) {
        return waiter(tenant, connection -> single(connection, "SELECT pg_backend_pid()"));
    }

    private <T> CompletableFuture<T> waiter(Tenant tenant, PoolOfOne.Work<T> work) {
        return start(() -> in(tenant, dataSource, work), BusyPoolIT::awaitWaiting);
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void aConnectionGoesFirstToATenantThatItHasServed() throws Exception {
        use(2, TIMEOUT, Duration.ofSeconds(2));
        CountDownLatch acme = hold(ACME);
        hold(GLOBEX);
        List<Tenant> served = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> first = waiter(GLOBEX, connection -> served.add(GLOBEX));
        CompletableFuture<Boolean> second = waiter(ACME, connection -> served.add(ACME));
        // Any connection will do for both from then on.
        Thread.sleep(2_200);
        acme.countDown();

        assertThat(first.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(served).containsExactly(ACME, GLOBEX);
    }

    @Test
    void nobodyIsPassedOverForLong() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        owner(ACME, dataSource);
        AtomicBoolean isOver = new AtomicBoolean();
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(start(() -> {
                while (!isOver.get()) {
                    assertThat(owner(ACME, dataSource)).isEqualTo("acme");
                }
                return true;
            }));
        }

        assertThat(start(() -> owner(GLOBEX, dataSource)).get(5, TimeUnit.SECONDS))
                .isEqualTo("globex");
        isOver.set(true);
        for (CompletableFuture<Boolean> other : others) {
            other.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoeverHasNoTenantWaitsLikeAllOthers() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        CountDownLatch acme = hold(ACME);
        CompletableFuture<String> shared = start(
                () -> {
                    try (Connection connection = dataSource.getConnection()) {
                        return single(connection, "SELECT current_schema()");
                    }
                },
                BusyPoolIT::awaitWaiting);
        assertThat(dataSource.connectionCounts().orElseThrow().pending()).isEqualTo(1);
        assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection()).isZero();
        acme.countDown();

        assertThat(shared.get(5, TimeUnit.SECONDS)).isEqualTo("public");
    }

    @Test
    void thePoolSaysThatItTookTooLong() throws Exception {
        use(1, 1_000, Duration.ofMillis(50));
        hold(ACME);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> start(() -> owner(GLOBEX, dataSource)).get(10, TimeUnit.SECONDS))
                .havingCause()
                .isInstanceOf(SQLTransientConnectionException.class)
                .withMessageMatching("(?s).*request timed out after 1\\d{3}ms.*");
    }

    @Test
    void takesTheOneThatComesForABrokenOne() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        CountDownLatch release = new CountDownLatch(1);
        held.add(release);
        CountDownLatch taken = new CountDownLatch(1);
        CompletableFuture<String> broken = start(() -> in(ACME, dataSource, connection -> {
            String backend = single(connection, "SELECT pg_backend_pid()");
            taken.countDown();
            awaitRelease(release);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(connection, "SELECT 1"));
            return backend;
        }));
        assertThat(taken.await(5, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<String> next = waiter(GLOBEX);
        tenants.jdbc()
                .query(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
                        row -> {});
        release.countDown();

        assertThat(next.get(5, TimeUnit.SECONDS)).isNotEqualTo(broken.get(5, TimeUnit.SECONDS));
    }

    @Test
    void takesTheOneThatSomebodyElseGaveBack() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        CompletableFuture<String> next;
        String backend;
        try (Connection others = pool.getConnection()) {
            backend = single(others, "SELECT pg_backend_pid()");
            next = waiter(ACME);
        }

        assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(backend);
    }

    @Test
    void nobodyIsPassedOverForThoseWhoWaitForThePool() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        CountDownLatch acme = hold(ACME);
        CompletableFuture<String> waiter = waiter(GLOBEX);
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(start(
                    () -> {
                        try (Connection connection = pool.getConnection()) {
                            return connection.isValid(1);
                        }
                    },
                    BusyPoolIT::awaitWaiting));
        }
        AtomicBoolean isOver = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            others.add(start(
                    () -> {
                        while (!isOver.get()) {
                            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
                        }
                        return true;
                    },
                    BusyPoolIT::awaitWaiting));
        }
        acme.countDown();

        // Before it asks the pool, too.
        assertThat(waiter.get(2_500, TimeUnit.MILLISECONDS)).isNotEmpty();
        isOver.set(true);
        for (CompletableFuture<Boolean> other : others) {
            assertThat(other.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whoeverIsInterruptedWaitsNoLonger() throws Exception {
        use(1, TIMEOUT, Duration.ofMillis(50));
        CountDownLatch acme = hold(ACME);
        CompletableFuture<String> result = start(() -> owner(GLOBEX, dataSource), thread -> {
            awaitWaiting(thread);
            thread.interrupt();
        });

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> result.get(5, TimeUnit.SECONDS))
                .withCauseInstanceOf(SQLException.class);
        acme.countDown();
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @FunctionalInterface
    private interface Work<T> {

        T run() throws Exception;
    }
}
