package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;

/**
 * Breaks off what the current thread does on a connection once a run is interrupted, until it is closed. What runs in a
 * transaction is rolled back then.
 */
final class Interruption implements AutoCloseable {

    /** A request that arrives between two statements is lost, so that it is sent again. */
    private static final long PAUSE = 100;

    private final @Nullable PGConnection connection;

    private final Thread worker = Thread.currentThread();

    private final MigrationStop.Registration registration;

    private boolean isWorkerInterrupted;

    private boolean isClosed;

    private Interruption(@Nullable PGConnection connection, MigrationStop stop) {
        this.connection = connection;
        this.registration = stop.whenInterrupted(this::begin);
    }

    static Interruption of(Connection connection, MigrationStop stop) throws SQLException {
        return new Interruption(driversOwn(connection), stop);
    }

    /** Returns null for any other driver, of which it is not known how to do it from another thread; it finishes what it does. */
    private static @Nullable PGConnection driversOwn(Connection connection) throws SQLException {
        Class<?> type = PGConnection.class;
        // Not all that say so keep their word: some proxies hand out one of themselves.
        return connection.isWrapperFor(type) && connection.unwrap(type) instanceof PGConnection own ? own : null;
    }

    private synchronized void begin() {
        if (isClosed) {
            return;
        }
        // A migration in Java may be asleep, of which the server does not know.
        isWorkerInterrupted = true;
        worker.interrupt();
        if (connection != null) {
            Thread canceller = new Thread(() -> cancelUntilClosed(connection), "tenant-migration-interruption");
            canceller.setDaemon(true);
            canceller.start();
        }
    }

    private void cancelUntilClosed(PGConnection connection) {
        try {
            while (cancel(connection)) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never when it is closed: the connection may be somebody else's then. */
    private synchronized boolean cancel(PGConnection connection) {
        if (isClosed) {
            return false;
        }
        try {
            connection.cancelQuery();
        } catch (SQLException notReached) {
            // It is tried again, as long as there is something to break off.
        }
        return true;
    }

    /**
     * Refuses what would be begun after what came before it was broken off.
     *
     * @throws SchemaMigrationException if something was broken off
     */
    synchronized void refuseAfterwards(MigrationTarget target) {
        if (isWorkerInterrupted) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of("it was broken off, and what had not been committed was rolled back"),
                    null);
        }
    }

    /** Lets what comes next be. Returns when nothing is under way to the server any more. */
    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            isClosed = true;
            if (isWorkerInterrupted) {
                isWorkerInterrupted = false;
                // Not for those who do what is to be done afterwards, such as telling others.
                Thread.interrupted();
            }
        }
    }
}
