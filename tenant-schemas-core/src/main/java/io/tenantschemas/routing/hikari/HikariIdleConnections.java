package io.tenantschemas.routing.hikari;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.routing.IdleConnections;

/** The idle connections of one of HikariCP's pools. A thread gets back from it first what it gave it last. */
public final class HikariIdleConnections implements IdleConnections {

    private final HikariDataSource dataSource;

    private HikariIdleConnections(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Returns those of a pool.
     *
     * @return what there is to know; empty if {@code pool} is no pool of HikariCP's itself, because whatever stands before one
     *     has to see each connection, if it may be suspended, because who asks for a connection waits then, or if it looks for
     *     leaks, which it would find where there are none
     */
    public static Optional<IdleConnections> of(DataSource pool) {
        return pool instanceof HikariDataSource hikari
                        && !hikari.isAllowPoolSuspension()
                        && hikari.getLeakDetectionThreshold() == 0
                ? Optional.of(new HikariIdleConnections(hikari))
                : Optional.empty();
    }

    @Override
    public Optional<Connection> takeIdle() {
        HikariPool pool = pool();
        if (pool == null || pool.getIdleConnections() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(pool.getConnection(0));
        } catch (SQLException takenByAnother) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isUsable(Connection connection) {
        boolean isUsable = isValid(connection);
        if (!isUsable) {
            dataSource.evictConnection(connection);
        }
        return isUsable;
    }

    private boolean isValid(Connection connection) {
        try {
            return connection.isValid(
                    (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(dataSource.getValidationTimeout())));
        } catch (SQLException isClosed) {
            return false;
        }
    }

    @Override
    public int number() {
        HikariPool pool = pool();
        return pool == null ? 0 : pool.getIdleConnections();
    }

    @Override
    public boolean isFull() {
        HikariPool pool = pool();
        return pool != null && pool.getTotalConnections() >= dataSource.getMaximumPoolSize();
    }

    @Override
    public long timeoutMillis() {
        return dataSource.getConnectionTimeout();
    }

    @Override
    public int waiters() {
        HikariPool pool = pool();
        return pool == null ? 0 : pool.getThreadsAwaitingConnection();
    }

    @Override
    public boolean isClosed() {
        return dataSource.isClosed();
    }

    /** Returns the pool, or null before the first connection was asked for. */
    private @Nullable HikariPool pool() {
        return dataSource.getHikariPoolMXBean() instanceof HikariPool pool ? pool : null;
    }
}
