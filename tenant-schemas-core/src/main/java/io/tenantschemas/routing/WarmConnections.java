package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Chooses connections for tenants. One that is given back is taken from the pool again at once, reset as the pool does it, and
 * waits here for a moment: for a tenant that it has served, or for any if there is none better. Nobody who waits for the pool
 * waits for these.
 *
 * @see ConnectionAffinity
 * @see Keeper
 */
final class WarmConnections {

    /** Who waited for longer is asked whether it still reaches the server. HikariCP asks after the same time. */
    private static final long UNQUESTIONED = TimeUnit.MILLISECONDS.toNanos(500);

    /** Of the time for which the pool lets somebody wait, the part that may pass here, where its metrics do not show it. */
    private static final int PART_OF_TIMEOUT = 10;

    /** For how long somebody waits here at most. */
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(3);

    private final IdleConnections pool;

    private final long patience;

    private final ReentrantLock lock = new ReentrantLock();

    private final TenantHomes homes;

    private final Wishes wishes;

    private final BusyTenants busyTenants;

    private final PoolTraffic traffic;

    private final Caretaker caretaker;

    private final Keeper keeper;

    WarmConnections(IdleConnections pool, ConnectionAffinity affinity, int maxTenants) {
        this(pool, affinity, maxTenants, new BusyTenants(affinity.patience().toNanos()));
    }

    WarmConnections(IdleConnections pool, ConnectionAffinity affinity, int maxTenants, BusyTenants busyTenants) {
        this.pool = pool;
        this.patience = affinity.patience().toNanos();
        this.homes = new TenantHomes(maxTenants);
        this.wishes = new Wishes(patience);
        this.busyTenants = busyTenants;
        this.traffic = new PoolTraffic(pool);
        this.caretaker = new Caretaker(pool, affinity.keep().toNanos(), lock, homes, wishes, traffic);
        this.keeper = new Keeper(pool, lock, homes, wishes, traffic, caretaker);
    }

    /**
     * Returns a connection that waited here, for that tenant if possible, or one of the pool.
     *
     * @param tenant the tenant's id, or null for nobody
     */
    Connection take(@Nullable Long tenant, Checkout.Source fromPool) throws SQLException {
        long start = System.nanoTime();
        if (pool.waiters() > 0) {
            caretaker.giveBackOverdue();
        }
        if (tenant != null && pool.number() > 0 && isWorthFetching(tenant)) {
            keeper.fetchIdle();
        }
        Chosen chosen = choose(tenant);
        while (chosen != null && !isUsable(chosen)) {
            if (isTimeOver(start)) {
                // The pool says in its own words that none reaches the server.
                caretaker.giveBackAll();
            }
            chosen = choose(tenant);
        }
        return chosen == null ? askedFor(fromPool) : chosen.connection();
    }

    private Connection askedFor(Checkout.Source fromPool) throws SQLException {
        try {
            return fromPool.get();
        } finally {
            gotFromPool();
        }
    }

    /**
     * Returns a connection of the pool for somebody who takes it as it is. One that waits here goes back to the pool for that if
     * there is none there.
     */
    Connection takeAsItIs(Checkout.Source fromPool) throws SQLException {
        long start = System.nanoTime();
        askPool();
        try {
            Chosen chosen = chooseForPool();
            while (chosen != null && !isUsable(chosen)) {
                chosen = isTimeOver(start) ? null : chooseForPool();
            }
            if (chosen != null) {
                Caretaker.giveBack(List.of(chosen.connection()));
            }
            return fromPool.get();
        } finally {
            gotFromPool();
        }
    }

    /** Returns whether whoever came then has waited for as long as the pool lets somebody wait. */
    private boolean isTimeOver(long start) {
        return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(pool.timeoutMillis());
    }

    /** Asks a connection that waited for long whether it reaches the server: the pool would not, as it was given back just now. */
    private boolean isUsable(Chosen chosen) {
        boolean isUsable = chosen.isFresh() || pool.isUsable(chosen.connection());
        if (!isUsable) {
            forget(chosen.warm());
        }
        return isUsable;
    }

    private void askPool() {
        lock.lock();
        try {
            traffic.beginToAsk();
        } finally {
            lock.unlock();
        }
    }

    private void gotFromPool() {
        lock.lock();
        try {
            traffic.endAsking();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWorthFetching(long tenant) {
        lock.lock();
        try {
            return traffic.isAnyIdle() && !homes.isWaiting(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void forget(WarmConnection connection) {
        lock.lock();
        try {
            homes.forget(connection);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Chosen choose(@Nullable Long tenant) {
        lock.lock();
        try {
            WarmConnection chosen = tenant == null ? null : homes.takeFor(tenant);
            if (chosen == null) {
                chosen = waitFor(tenant);
            }
            if (chosen == null) {
                traffic.beginToAsk();
                return null;
            }
            return taken(chosen);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Chosen chooseForPool() {
        lock.lock();
        try {
            WarmConnection chosen = traffic.isAnyIdle() ? null : homes.takeForStranger(null);
            if (chosen == null) {
                return null;
            }
            Chosen taken = taken(chosen);
            // No thread of a tenant's is to be waited for.
            chosen.leave();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static Chosen taken(WarmConnection chosen) {
        long now = System.nanoTime();
        boolean isFresh = !chosen.isSoFor(UNQUESTIONED, now);
        chosen.reserve(Thread.currentThread(), now);
        return new Chosen(chosen, chosen.take(), isFresh);
    }

    /** Waits for a connection as long as that is worth it, and returns null if the pool is to be asked. */
    private @Nullable WarmConnection waitFor(@Nullable Long tenant) {
        Wish wish = new Wish(tenant, System.nanoTime(), lock.newCondition());
        wishes.add(wish);
        try {
            WarmConnection granted =
                    tenant != null && isExpected(tenant, wish.since()) ? waitForItsOwn(tenant, wish) : null;
            return granted == null ? waitForAny(tenant, wish) : granted;
        } catch (InterruptedException interrupted) {
            // The pool refuses whoever is interrupted, in its own words.
            Thread.currentThread().interrupt();
            return wish.granted();
        } finally {
            wishes.remove(wish);
        }
    }

    private boolean isExpected(long tenant, long now) {
        return homes.isInUseElsewhere(tenant, patience, now)
                // Whoever gives one back gives it to those.
                && pool.waiters() == 0
                && (busyTenants.mayWaitAtHome(tenant, now)
                        || (homes.hasAnotherForVisitors(tenant) && busyTenants.mayWait(tenant, now)));
    }

    private @Nullable WarmConnection waitForItsOwn(long tenant, Wish wish) throws InterruptedException {
        if (!busyTenants.mayWaitAtHome(tenant, wish.since())) {
            WarmConnection forVisitors = homes.takeForVisitors();
            if (forVisitors != null) {
                return forVisitors;
            }
            wish.takeAlso(homes.forVisitors());
        }
        wish.await(patience);
        long now = System.nanoTime();
        busyTenants.waited(tenant, now - wish.since(), now);
        return wish.granted();
    }

    private @Nullable WarmConnection waitForAny(@Nullable Long tenant, Wish wish) throws InterruptedException {
        WarmConnection stranger = homes.takeForStranger(tenant);
        // Where all are in use, one that is given back goes to one of its tenants that wait. In the pool's queue it
        // would go to the first, and the busier the pool is, the more would be learnt anew.
        if (stranger == null && isWorthWaiting() && caretaker.isAtWork()) {
            wish.takeAny();
            wish.await(limit());
            return wish.granted();
        }
        return stranger;
    }

    private boolean isWorthWaiting() {
        // Also while somebody waits for the pool: that one comes first, and whoever joined it would, too. Where
        // there may be more connections, one at a time asks for them.
        return !traffic.isAnyIdle() && (pool.isFull() || traffic.isAnybodyAsking()) && homes.isAnyInUseElsewhere();
    }

    private long limit() {
        return Math.min(TimeUnit.MILLISECONDS.toNanos(pool.timeoutMillis()) / PART_OF_TIMEOUT, LIMIT);
    }

    /** Takes note that the calling thread got a connection, from wherever, for that tenant or for nobody. */
    void use(Session session, @Nullable Long tenant) {
        lock.lock();
        try {
            homes.use(session, tenant, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Returns how connections were chosen. */
    ConnectionCounts counts() {
        lock.lock();
        try {
            return new ConnectionCounts(
                    homes.numberOfWaiting(), wishes.number(), homes.timesAtHome(), homes.timesElsewhere());
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that nobody is to get a connection any more. */
    void forget(Session session) {
        lock.lock();
        try {
            homes.forget(session);
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that the calling thread does not use a connection any more. */
    void leave(Session session) {
        lock.lock();
        try {
            homes.leave(session);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a connection back to the pool, which resets it, and lets it wait here if nobody waits there. */
    void giveBack(Connection connection, Session session) throws SQLException {
        keeper.giveBack(connection, session);
    }

    /**
     * A connection that waited.
     *
     * @param warm what is known of it
     * @param connection the connection
     * @param isFresh whether somebody used it a moment ago
     */
    private record Chosen(WarmConnection warm, Connection connection, boolean isFresh) {}
}
