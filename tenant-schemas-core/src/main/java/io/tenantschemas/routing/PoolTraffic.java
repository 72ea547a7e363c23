package io.tenantschemas.routing;

/** Who is about to ask the pool for a connection, and who gives one back to have it again. Changed and read under one lock. */
final class PoolTraffic {

    private final IdleConnections pool;

    private int asking;

    private int givingBack;

    /** As that of a pool to which nobody is on the way. */
    PoolTraffic(IdleConnections pool) {
        this.pool = pool;
    }

    /** Takes note that somebody is about to ask, because there was nothing here. */
    void beginToAsk() {
        asking++;
    }

    void endAsking() {
        asking--;
    }

    void beginToGiveBack() {
        givingBack++;
    }

    void endGivingBack() {
        givingBack--;
    }

    /** Returns whether somebody is about to ask, and waits for nothing yet. */
    boolean isAnybodyAsking() {
        return asking > 0;
    }

    /** Returns whether the pool has a connection that nobody takes away at once. */
    boolean isAnyIdle() {
        return pool.number() > givingBack;
    }
}
