package io.tenantschemas.routing;

import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/** Somebody who waits for a connection. Changed and read under one lock. */
final class Wish {

    private final @Nullable Long tenant;

    private final long since;

    private final Condition changed;

    private final Thread thread = Thread.currentThread();

    private @Nullable WarmConnection another;

    private boolean isForAny;

    private boolean isSentAway;

    private @Nullable WarmConnection granted;

    /**
     * Creates one that is not granted.
     *
     * @param tenant whose connections it is for; null for nobody's
     * @param since since when
     * @param changed what is signalled when it is granted, or there is nothing to wait for
     */
    Wish(@Nullable Long tenant, long since, Condition changed) {
        this.tenant = tenant;
        this.since = since;
        this.changed = changed;
    }

    /** Waits until it is granted or sent away, for that long at most, and returns for how long it may still wait. */
    long await(long nanos) throws InterruptedException {
        long left = nanos;
        while (granted == null && !isSentAway && left > 0) {
            left = changed.awaitNanos(left);
        }
        return left;
    }

    /** Takes note that {@code connection} will do, too. */
    void takeAlso(@Nullable WarmConnection connection) {
        another = connection;
    }

    /** Takes note that any connection will do. */
    void takeAny() {
        isForAny = true;
    }

    boolean isForAny() {
        return isForAny;
    }

    boolean isFor(WarmConnection connection) {
        return tenant != null && (connection.hasServed(tenant) || connection == another);
    }

    boolean isOpen() {
        return granted == null && !isSentAway;
    }

    /** Returns for how much longer than {@code other} it has waited. */
    long ahead(Wish other) {
        return other.since - since;
    }

    long since() {
        return since;
    }

    void grant(WarmConnection connection, long now) {
        granted = connection;
        connection.reserve(thread, now);
        changed.signal();
    }

    /** Tells whoever waits to ask the pool. */
    void sendAway() {
        isSentAway = true;
        changed.signal();
    }

    @Nullable
    WarmConnection granted() {
        return granted;
    }
}
