package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/** Lets connections wait for tenants that are given back, or idle in the pool, or hands them to whoever waits for them. */
final class Keeper {

    private final IdleConnections pool;

    private final ReentrantLock lock;

    private final TenantHomes homes;

    private final Wishes wishes;

    private final PoolTraffic traffic;

    private final Caretaker caretaker;

    private final AtomicBoolean isFetching = new AtomicBoolean();

    /**
     * Creates one that keeps nothing.
     *
     * @param pool where connections come from
     * @param lock the lock of the next three
     * @param homes which connections wait
     * @param wishes who waits for them
     * @param traffic who is on the way to the pool
     * @param caretaker who looks after what waits
     */
    Keeper(
            IdleConnections pool,
            ReentrantLock lock,
            TenantHomes homes,
            Wishes wishes,
            PoolTraffic traffic,
            Caretaker caretaker) {
        this.pool = pool;
        this.lock = lock;
        this.homes = homes;
        this.wishes = wishes;
        this.traffic = traffic;
        this.caretaker = caretaker;
    }

    /** Lets those wait here that are idle in the pool, which would give any of them. */
    void fetchIdle() {
        // One thread at a time: the others would be too late for most, and the pool takes that for a timeout.
        if (!isFetching.compareAndSet(false, true)) {
            return;
        }
        try {
            boolean isAny = true;
            for (int i = pool.number(); i > 0 && isAny; i--) {
                Connection idle = pool.takeIdle().orElse(null);
                isAny = idle != null;
                if (idle != null) {
                    keepOrGiveBack(idle);
                }
            }
        } finally {
            isFetching.set(false);
        }
    }

    /** Gives a connection back to the pool, which resets it, and lets it wait here if nobody waits there. */
    void giveBack(Connection connection, Session session) throws SQLException {
        beginToGiveBack(session);
        try {
            boolean isOpen = !connection.isClosed();
            connection.close();
            if (isOpen && pool.waiters() == 0) {
                pool.takeIdle().ifPresent(this::keepOrGiveBack);
            }
        } finally {
            endGivingBack(session);
        }
    }

    private void beginToGiveBack(Session session) {
        lock.lock();
        try {
            homes.beginToLeave(session, System.nanoTime());
            traffic.beginToGiveBack();
        } finally {
            lock.unlock();
        }
    }

    private void endGivingBack(Session session) {
        lock.lock();
        try {
            homes.leave(session);
            traffic.endGivingBack();
        } finally {
            lock.unlock();
        }
    }

    private void keepOrGiveBack(Connection connection) {
        if (!isKept(connection)) {
            Caretaker.giveBack(List.of(connection));
        }
    }

    /** Lets a connection wait for a tenant, or gives it to one, unless somebody is about to ask the pool for it. */
    private boolean isKept(Connection connection) {
        lock.lock();
        try {
            Session session = Session.of(connection);
            if (traffic.isAnybodyAsking() || pool.waiters() > 0 || !session.isRemembered()) {
                return false;
            }
            WarmConnection warm = homes.idle(session);
            Wish wish = wishes.forConnection(warm).orElse(null);
            return (wish != null || caretaker.isAtWork()) && letWait(warm, connection, wish);
        } catch (SQLException isBroken) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean letWait(WarmConnection warm, Connection connection, @Nullable Wish wish) {
        long now = System.nanoTime();
        warm.await(connection, now);
        if (wish == null) {
            homes.await(warm);
        } else {
            wish.grant(warm, now);
        }
        return true;
    }
}
