package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a tenant waits for that has waited for its own connection a while. */
@Timeout(20)
class WarmConnectionsTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int MAXIMUM = 8;

    private final IdlePool pool = new IdlePool();

    private final BusyTenants busyTenants = new BusyTenants(PATIENCE.toNanos());

    private final WarmConnections connections = new WarmConnections(
            pool, new ConnectionAffinity(PATIENCE, PATIENCE, target -> Optional.of(pool)), MAXIMUM, busyTenants);

    private final Connection home = pool.open();

    private final Connection latest = pool.open();

    /** A thread for each: in a pool of threads, whoever asks may be whom the connection is with. */
    private final Executor threads = task -> new Thread(task).start();

    private Connection none() throws SQLException {
        throw new SQLException("There is no other.");
    }

    /** Uses a connection for a tenant in a thread of its own. */
    private void use(Connection connection, long tenant) throws Exception {
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                connections.use(Session.of(connection), tenant);
                            } catch (SQLException failure) {
                                throw new IllegalStateException(failure);
                            }
                        },
                        threads)
                .get(5, TimeUnit.SECONDS);
    }

    private void giveBack(Connection connection) throws SQLException {
        connections.giveBack(connection, Session.of(connection));
    }

    private void waited(long tenant, Duration time) {
        busyTenants.waited(tenant, time.toNanos(), System.nanoTime());
    }

    @Test
    void aBusyTenantTakesTheLatestAtOnce() throws Exception {
        use(home, 1);
        connections.use(Session.of(latest), 2L);
        giveBack(latest);
        waited(1, PATIENCE);

        assertThat(connections.take(1L, this::none)).isSameAs(latest);
    }

    @Test
    void aBusyTenantTakesTheLatestWhenItIsGivenBack() throws Exception {
        use(home, 1);
        use(latest, 2);
        waited(1, PATIENCE);
        CompletableFuture<Connection> taken = taking(1);
        giveBack(latest);

        assertThat(taken.get(5, TimeUnit.SECONDS)).isSameAs(latest);
    }

    @Test
    void aTenantThatIsNotBusyWaitsForItsOwn() throws Exception {
        use(home, 1);
        use(latest, 2);
        CompletableFuture<Connection> taken = taking(1);
        giveBack(latest);
        assertThat(taken).isNotDone();
        giveBack(home);

        assertThat(taken.get(5, TimeUnit.SECONDS)).isSameAs(home);
    }

    @Test
    void theBusiestTakesAny() throws Exception {
        Connection third = pool.open();
        use(home, 1);
        connections.use(Session.of(third), 3L);
        use(latest, 2);
        use(pool.open(), 2);
        giveBack(third);
        waited(1, PATIENCE.multipliedBy(4));

        assertThat(connections.take(1L, this::none)).isSameAs(third);
    }

    private CompletableFuture<Connection> taking(long tenant) {
        CompletableFuture<Connection> taken = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return connections.take(tenant, this::none);
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                threads);
        await().until(() -> connections.counts().pending() == 1);
        return taken;
    }

    /** A pool whose connections are as many as were opened. */
    private static final class IdlePool implements IdleConnections {

        private final Deque<Connection> idle = new ArrayDeque<>();

        private Connection open() {
            return DriverConnection.open(connection -> false, this::giveBack);
        }

        private synchronized void giveBack(Connection connection) {
            idle.push(connection);
        }

        @Override
        public synchronized Optional<Connection> takeIdle() {
            return Optional.ofNullable(idle.poll());
        }

        @Override
        public boolean isUsable(Connection connection) {
            return true;
        }

        @Override
        public synchronized int number() {
            return idle.size();
        }

        @Override
        public boolean isFull() {
            return true;
        }

        @Override
        public long timeoutMillis() {
            return 30_000;
        }

        @Override
        public int waiters() {
            return 0;
        }

        @Override
        public boolean isClosed() {
            return false;
        }
    }
}
