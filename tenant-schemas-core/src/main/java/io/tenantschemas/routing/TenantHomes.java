package io.tenantschemas.routing;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which connections have served which tenants, which of them wait for the next, and which of these is best for it. Changed and
 * read under one lock.
 *
 * <p>A tenant is at home on the connections that have served it. Where the number of tenants of a connection is limited, those
 * that come from elsewhere, or find no room at all, go to one connection if possible, the latest, and otherwise to the one that
 * is replaced next anyway: so they are replaced one after the other, and most keep what they know.
 */
final class TenantHomes {

    /** With so many connections, one of them may be kept for visitors. */
    private static final int ENOUGH = 4;

    /** Of the tenants that a connection may serve, the part for those that come from elsewhere; none where they are fewer. */
    private static final int PART_LEFT_FREE = 8;

    private final int maxTenants;

    private final Map<Session, WarmConnection> known = new WeakHashMap<>();

    private final List<WarmConnection> waiting = new ArrayList<>();

    private @Nullable WarmConnection latest;

    private boolean isLatestKeptFree;

    private long timesAtHome;

    private long timesElsewhere;

    /**
     * Creates them without any.
     *
     * @param maxTenants how many tenants a connection serves before it is replaced; 0 for any number
     */
    TenantHomes(int maxTenants) {
        this.maxTenants = maxTenants;
    }

    /** Takes note that the calling thread uses a connection, for that tenant or for nobody. */
    void use(Session session, @Nullable Long tenant, long now) {
        if (!session.isRemembered()) {
            // It is another one each time.
            return;
        }
        WarmConnection connection = connection(session);
        if (tenant != null) {
            if (connection.hasServed(tenant)) {
                timesAtHome++;
            } else {
                timesElsewhere++;
            }
        }
        connection.use(tenant, now);
    }

    private WarmConnection connection(Session session) {
        WarmConnection connection = known.get(session);
        if (connection == null) {
            // The pool makes a new one when it has closed another.
            known.keySet().removeIf(Session::isGone);
            connection = new WarmConnection();
            known.put(session, connection);
            latest = connection;
        }
        return connection;
    }

    /** Takes note that the calling thread, and no other, is about to give a connection back. */
    void beginToLeave(Session session, long now) {
        WarmConnection connection = known.get(session);
        if (connection != null) {
            connection.reserve(Thread.currentThread(), now);
        }
    }

    /** Takes note that the calling thread does not use a connection any more. */
    void leave(Session session) {
        WarmConnection connection = known.get(session);
        if (connection != null) {
            connection.leave();
        }
    }

    /** Takes note that nobody is to get a connection any more. */
    void forget(Session session) {
        WarmConnection connection = known.remove(session);
        noLonger(connection);
        // Another one comes for it, and as soon as that is full, too, what it knew was not worth keeping.
        isLatestKeptFree |= connection != null && maxTenants > 0 && connection.numberOfTenants() >= maxTenants;
    }

    /** Takes note that a connection does not reach the server any more. */
    void forget(WarmConnection connection) {
        known.values().remove(connection);
        noLonger(connection);
    }

    private void noLonger(@Nullable WarmConnection connection) {
        if (latest == connection) {
            latest = null;
        }
    }

    /** Returns what is known of a connection that nobody uses. */
    WarmConnection idle(Session session) {
        return connection(session);
    }

    /** Lets a connection wait for a tenant. */
    void await(WarmConnection connection) {
        // The last one first, whose tables are still in the processor's caches.
        waiting.add(0, connection);
    }

    int numberOfWaiting() {
        return waiting.size();
    }

    /** Returns how often a tenant got a connection that had served it. */
    long timesAtHome() {
        return timesAtHome;
    }

    /** Returns how often a tenant got one that had not. */
    long timesElsewhere() {
        return timesElsewhere;
    }

    /** Returns whether one waits that has served the tenant. */
    boolean isWaiting(long tenant) {
        return waiting.stream().anyMatch(each -> each.hasServed(tenant));
    }

    /** Returns one that waits and has served the tenant, and lets it wait no longer; null if there is none. */
    @Nullable
    WarmConnection takeFor(long tenant) {
        WarmConnection atHome = null;
        // Not as a stream: each checkout does this while others wait for the lock.
        for (WarmConnection each : waiting) {
            if (each.servedLast(tenant)) {
                return taken(each);
            }
            if (atHome == null && each.hasServed(tenant)) {
                atHome = each;
            }
        }
        return atHome == null ? null : taken(atHome);
    }

    private WarmConnection taken(WarmConnection chosen) {
        waiting.remove(chosen);
        return chosen;
    }

    private Optional<WarmConnection> first(Predicate<WarmConnection> condition) {
        return waiting.stream().filter(condition).findFirst();
    }

    private @Nullable WarmConnection taken(Optional<WarmConnection> chosen) {
        chosen.ifPresent(waiting::remove);
        return chosen.orElse(null);
    }

    /** Returns whether another thread has had one that has served the tenant, for no longer than that. */
    boolean isInUseElsewhere(long tenant, long atMostNanos, long now) {
        return known.values().stream()
                .anyMatch(each -> each.hasServed(tenant) && each.isUsedElsewhere() && !each.isSoFor(atMostNanos, now));
    }

    /** Returns whether one is meant for those that come from elsewhere, at which the tenant is not at home. */
    boolean hasAnotherForVisitors(long tenant) {
        return maxTenants > 0 && latest != null && !latest.hasServed(tenant);
    }

    /** Returns that one if another thread uses it for somebody, and null if there is none to wait for. */
    @Nullable
    WarmConnection forVisitors() {
        return maxTenants > 0 && latest != null && latest.isUsedElsewhere() ? latest : null;
    }

    /** Returns that one if it waits, and lets it wait no longer; null if it does not. */
    @Nullable
    WarmConnection takeForVisitors() {
        return maxTenants == 0 ? null : taken(theLatest());
    }

    /** Returns whether another thread uses one. */
    boolean isAnyInUseElsewhere() {
        return known.values().stream().anyMatch(WarmConnection::isUsedElsewhere);
    }

    /** Returns one that waits, for somebody whom it has not served, and lets it wait no longer; null if there is none. */
    @Nullable
    WarmConnection takeForStranger(@Nullable Long tenant) {
        if (tenant == null) {
            return taken(forNobody());
        }
        return taken(isAtHomeSomewhere(tenant) ? forVisitor() : forNewcomer());
    }

    private boolean isAtHomeSomewhere(long tenant) {
        return known.values().stream().anyMatch(each -> each.hasServed(tenant));
    }

    private Optional<WarmConnection> forVisitor() {
        // Where not the latest, that with the most: others that fill up at the same time are replaced at the same time.
        return maxTenants == 0 ? fewestOf(each -> true) : theLatest().or(this::fullest);
    }

    private Optional<WarmConnection> forNobody() {
        return theLatest().or(() -> fewestOf(each -> true));
    }

    private Optional<WarmConnection> forNewcomer() {
        return fewestOf(each -> hasRoom(each) && !(isLatestKeptFree && isWorthKeepingFree() && each == latest))
                .or(this::forVisitor);
    }

    private Optional<WarmConnection> theLatest() {
        return first(each -> each == latest);
    }

    private boolean hasRoom(WarmConnection connection) {
        return maxTenants == 0 || connection.numberOfTenants() < maxTenants - maxTenants / PART_LEFT_FREE;
    }

    private boolean isWorthKeepingFree() {
        return known.size() >= ENOUGH;
    }

    private Optional<WarmConnection> fewestOf(Predicate<WarmConnection> condition) {
        return waiting.stream().filter(condition).min(Comparator.comparingInt(WarmConnection::numberOfTenants));
    }

    private Optional<WarmConnection> fullest() {
        return waiting.stream().max(Comparator.comparingInt(WarmConnection::numberOfTenants));
    }

    /** Returns those that waited for that long, and of the others as many as are needed elsewhere; they wait no longer. */
    List<Connection> takeOver(long nanos, int needed, long now) {
        List<Connection> over = new ArrayList<>();
        // From its end: those that waited for longest.
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (over.size() < needed || waiting.get(i).isSoFor(nanos, now)) {
                over.add(waiting.remove(i).take());
            }
        }
        return over;
    }
}
