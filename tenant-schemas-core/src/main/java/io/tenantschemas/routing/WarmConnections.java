package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Chooses connections for tenants. One that is given back is taken from the pool again at once, reset as the pool does it, and
 * waits here for a moment: for a tenant that it has served, or for any if there is none better. Nobody who waits for the pool
 * waits for these.
 *
 * @see ConnectionAffinity
 */
final class WarmConnections {

    private static final Log logger = LogFactory.getLog(WarmConnections.class);

    private static final Duration LOOK_AFTER = Duration.ofMillis(10);

    private final IdleConnections pool;

    private final long patience;

    private final long keep;

    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Session, WarmConnection> known = new WeakHashMap<>();

    private final List<WarmConnection> waiting = new ArrayList<>();

    private final List<Wish> wishes = new ArrayList<>();

    private final BusyTenants busyTenants = new BusyTenants();

    /** How many threads are about to ask the pool, because there was nothing here. */
    private int askingPool;

    private boolean isLookedAfter;

    WarmConnections(IdleConnections pool, Duration patience, Duration keep) {
        this.pool = pool;
        this.patience = patience.toNanos();
        this.keep = keep.toNanos();
    }

    /**
     * Returns a connection that waited here, for that tenant if possible, or one of the pool.
     *
     * @param tenant the tenant's id, or null for nobody
     */
    Connection take(@Nullable Long tenant, Checkout.Source fromPool) throws SQLException {
        giveBack(over(false));
        Connection chosen = choose(tenant);
        if (chosen != null) {
            return chosen;
        }
        try {
            return fromPool.get();
        } finally {
            gotFromPool();
        }
    }

    private void gotFromPool() {
        lock.lock();
        try {
            askingPool--;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Connection choose(@Nullable Long tenant) {
        lock.lock();
        try {
            WarmConnection chosen = tenant == null ? null : warmFor(tenant);
            if (chosen == null && !pool.areThere()) {
                chosen = waiting.stream()
                        .min(Comparator.comparingInt(WarmConnection::numberOfTenants))
                        .orElse(null);
            }
            if (chosen == null) {
                askingPool++;
                return null;
            }
            waiting.remove(chosen);
            return chosen.take();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable WarmConnection warmFor(long tenant) {
        WarmConnection best = first(each -> each.servedLast(tenant))
                .or(() -> first(each -> each.hasServed(tenant)))
                .orElse(null);
        return best == null && isExpected(tenant, System.nanoTime()) ? expect(tenant) : best;
    }

    private boolean isExpected(long tenant, long now) {
        return known.values().stream().anyMatch(each -> each.hasServed(tenant) && each.mayComeBackSoon(now))
                // Whoever gives one back gives it to those.
                && pool.waiters() == 0
                && busyTenants.mayWait(tenant, now);
    }

    private Optional<WarmConnection> first(Predicate<WarmConnection> condition) {
        return waiting.stream().filter(condition).findFirst();
    }

    /** Waits until one is given back that has served the tenant, and returns null if that takes too long. */
    private @Nullable WarmConnection expect(long tenant) {
        Wish wish = new Wish(tenant, lock.newCondition());
        wishes.add(wish);
        try {
            long left = patience;
            while (wish.granted == null && left > 0) {
                left = wish.changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            // The pool refuses whoever is interrupted, in its own words.
            Thread.currentThread().interrupt();
        } finally {
            wishes.remove(wish);
        }
        return wish.granted;
    }

    /** Takes note that the calling thread got a connection, from wherever, for that tenant or for nobody. */
    void use(Session session, @Nullable Long tenant) {
        lock.lock();
        try {
            known.computeIfAbsent(session, first -> new WarmConnection()).use(tenant, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that nobody is to get a connection any more. */
    void forget(Session session) {
        lock.lock();
        try {
            known.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that the calling thread does not use a connection any more. */
    void leave(Session session) {
        lock.lock();
        try {
            WarmConnection warm = known.get(session);
            if (warm != null) {
                warm.leave();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives a connection back to the pool, which resets it, and lets it wait here if nobody waits there. */
    void giveBack(Connection connection, Session session) throws SQLException {
        leave(session);
        boolean isOpen = !connection.isClosed();
        connection.close();
        if (isOpen && pool.waiters() == 0) {
            Connection again = pool.takeIdle().orElse(null);
            if (again != null && !isKept(again, session)) {
                again.close();
            }
        }
    }

    /** Lets it wait for a tenant, unless it is another one or somebody is about to ask the pool for it. */
    private boolean isKept(Connection connection, Session session) {
        lock.lock();
        try {
            if (askingPool > 0 || pool.waiters() > 0 || Session.of(connection) != session) {
                return false;
            }
            WarmConnection warm = known.computeIfAbsent(session, first -> new WarmConnection());
            Wish wish = wishes.stream()
                    .filter(each -> each.granted == null && warm.hasServed(each.tenant))
                    .findFirst()
                    .orElse(null);
            if (wish == null && !isLookedAfter()) {
                return false;
            }
            warm.await(connection, System.nanoTime());
            if (wish == null) {
                // The last one first, whose tables are still in the processor's caches.
                waiting.add(0, warm);
            } else {
                wish.granted = warm;
                wish.changed.signal();
            }
            return true;
        } catch (SQLException isBroken) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLookedAfter() {
        if (!isLookedAfter) {
            // Inherits nothing of the thread that happens to be here, and keeps no process alive: the pool closes what
            // waits.
            Thread thread = new Thread(null, this::lookAfter, "tenant-schemas-connections", 0, false);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) {
                return false;
            }
            isLookedAfter = true;
        }
        return true;
    }

    private void lookAfter() {
        boolean isNeeded = true;
        try {
            while (isNeeded) {
                Thread.sleep(LOOK_AFTER.toMillis());
                giveBack(over(pool.isClosed()));
                isNeeded = isNeeded();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } finally {
            // Otherwise somebody else may look after them already.
            if (isNeeded) {
                end();
            }
        }
    }

    private boolean isNeeded() {
        lock.lock();
        try {
            isLookedAfter = !waiting.isEmpty();
            return isLookedAfter;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves nothing waiting that nobody looks after. */
    private void end() {
        lock.lock();
        try {
            isLookedAfter = false;
            giveBack(over(true));
        } finally {
            lock.unlock();
        }
    }

    /** Returns those that waited for long enough, and as many as others wait for; or all, at the end. */
    private List<Connection> over(boolean all) {
        lock.lock();
        try {
            int waiters = pool.waiters();
            List<Connection> over = new ArrayList<>();
            // From its end: those that waited for longest.
            for (int i = waiting.size() - 1; i >= 0; i--) {
                if (all || over.size() < waiters || waiting.get(i).hasWaitedFor(keep, System.nanoTime())) {
                    over.add(waiting.remove(i).take());
                }
            }
            return over;
        } finally {
            lock.unlock();
        }
    }

    private static void giveBack(List<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException | RuntimeException broken) {
                logger.debug("Could not give a connection back, which the pool replaces.", broken);
            }
        }
    }

    /** Somebody who waits for a connection that has served a tenant. */
    private static final class Wish {

        private final long tenant;

        private final Condition changed;

        private @Nullable WarmConnection granted;

        Wish(long tenant, Condition changed) {
            this.tenant = tenant;
            this.changed = changed;
        }
    }
}
