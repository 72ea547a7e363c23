package io.tenantschemas.routing;

import java.sql.Connection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A connection of the pool, and whom it has served. Changed and read under one lock. */
final class WarmConnection {

    private final Set<Long> served = new HashSet<>();

    /** The connection as the pool handed it out, or null where it does not wait for a tenant. */
    private @Nullable Connection waiting;

    private @Nullable Thread user;

    private @Nullable Long last;

    /** Since when it is used, or waits. */
    private long since;

    /** Takes note that the calling thread uses it for that tenant, or for nobody. */
    void use(@Nullable Long tenant, long now) {
        waiting = null;
        user = Thread.currentThread();
        since = now;
        last = tenant;
        if (tenant != null) {
            served.add(tenant);
        }
    }

    /** Takes note that the calling thread does not use it any more; another one may already. */
    void leave() {
        if (user == Thread.currentThread()) {
            user = null;
        }
    }

    /** Takes note that it waits for a tenant. */
    void await(Connection connection, long now) {
        waiting = connection;
        user = null;
        since = now;
    }

    /** Takes note that a thread is about to use it. */
    void reserve(Thread thread, long now) {
        user = thread;
        since = now;
    }

    /** Returns the connection that waited. */
    Connection take() {
        Connection connection = Objects.requireNonNull(waiting);
        waiting = null;
        return connection;
    }

    boolean hasServed(long tenant) {
        return served.contains(tenant);
    }

    /** Returns whether it points at that tenant, unless somebody moved it. */
    boolean servedLast(long tenant) {
        return last != null && last == tenant;
    }

    int numberOfTenants() {
        return served.size();
    }

    /** Returns whether another thread uses it. */
    boolean isUsedElsewhere() {
        return user != null && user != Thread.currentThread();
    }

    /** Returns whether it has been used, or has waited, for that long. */
    boolean isSoFor(long nanos, long now) {
        return now - since >= nanos;
    }
}
