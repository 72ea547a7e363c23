package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sees to it that nothing waits for ever: gives connections back to the pool that no tenant asked for, and sends those to the
 * pool who wait for one in vain. Does so in a thread of its own for as long as anything waits.
 */
final class Caretaker {

    private static final Log logger = LogFactory.getLog(Caretaker.class);

    private static final Duration ROUND = Duration.ofMillis(10);

    private final IdleConnections pool;

    private final long keep;

    private final ReentrantLock lock;

    private final TenantHomes homes;

    private final Wishes wishes;

    private final PoolTraffic traffic;

    private boolean isAtWork;

    /**
     * Creates one that is not at work.
     *
     * @param pool where connections are given back
     * @param keep for how many nanoseconds a connection waits
     * @param lock the lock of the next three
     * @param homes which connections wait
     * @param wishes who waits for them
     * @param traffic who is on the way to the pool
     */
    Caretaker(
            IdleConnections pool,
            long keep,
            ReentrantLock lock,
            TenantHomes homes,
            Wishes wishes,
            PoolTraffic traffic) {
        this.pool = pool;
        this.keep = keep;
        this.lock = lock;
        this.homes = homes;
        this.wishes = wishes;
        this.traffic = traffic;
    }

    /** Returns whether it is at work, and sets it to work if possible. To be called under the lock. */
    boolean isAtWork() {
        if (!isAtWork) {
            // Inherits nothing of the thread that happens to be here, and keeps no process alive: the pool closes what
            // waits.
            Thread thread = new Thread(null, this::work, "tenant-schemas-connections", 0, false);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) {
                return false;
            }
            isAtWork = true;
        }
        return true;
    }

    private void work() {
        boolean isNeeded = true;
        try {
            while (isNeeded) {
                Thread.sleep(ROUND.toMillis());
                if (pool.isClosed()) {
                    giveBackAll();
                } else {
                    giveBackOverdue();
                }
                sendAway();
                isNeeded = isNeeded();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } finally {
            // Otherwise another one may be at work already.
            if (isNeeded) {
                end();
            }
        }
    }

    private boolean isNeeded() {
        lock.lock();
        try {
            isAtWork = homes.numberOfWaiting() > 0 || wishes.number() > 0;
            return isAtWork;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves nothing waiting that nobody looks after. */
    private void end() {
        lock.lock();
        try {
            isAtWork = false;
            wishes.sendAllAway();
            giveBackAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends somebody to the pool if it has a connection: a new one, or one that was not given back here. */
    private void sendAway() {
        lock.lock();
        try {
            if (pool.isClosed()) {
                wishes.sendAllAway();
            } else if (!pool.isFull() || traffic.isAnyIdle()) {
                wishes.sendFirstAway();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives the pool those that waited for long enough, and as many as others wait for. */
    void giveBackOverdue() {
        giveBack(overdue(keep));
    }

    /** Gives the pool all that wait. */
    void giveBackAll() {
        giveBack(overdue(0));
    }

    private List<Connection> overdue(long nanos) {
        lock.lock();
        try {
            return homes.takeOver(nanos, pool.waiters(), System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Gives these back, which may be broken. */
    static void giveBack(List<Connection> connections) {
        connections.forEach(Caretaker::giveBack);
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            logger.debug("Could not give a connection back, which the pool replaces.", broken);
        }
    }
}
