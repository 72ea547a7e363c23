package io.tenantschemas.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells tenants that have more to do than one connection can from the many others: these wait for the connection that has served
 * them, those spread over more of them. Changed and read under one lock.
 */
final class BusyTenants {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private static final int WAITS = 3;

    private static final int REMEMBERED = 10_000;

    private final Map<Long, Waits> waits = new HashMap<>();

    /** Takes note that a request for the tenant would have to wait, and returns whether it had better do. */
    boolean mayWait(long tenant, long now) {
        if (waits.size() >= REMEMBERED) {
            waits.clear();
        }
        Waits last = waits.get(tenant);
        Waits next = last == null || now - last.since() >= PERIOD ? new Waits(now, 1) : last.another();
        waits.put(tenant, next);
        return next.number() <= WAITS;
    }

    /**
     * How often a tenant waited.
     *
     * @param since since when
     * @param number how many times
     */
    private record Waits(long since, int number) {

        Waits another() {
            return new Waits(since, number + 1);
        }
    }
}
