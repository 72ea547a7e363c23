package io.tenantschemas.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells tenants that have more to do than one connection can from the many others, by how long their requests wait: these wait
 * for the connection that has served them, those may have the one for visitors as well, and the busiest any. Changed and read
 * under one lock.
 */
final class BusyTenants {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private static final int REMEMBERED = 10_000;

    /** How many times longer than at home a tenant's requests wait, in a second, before it gets any connection. */
    private static final int BEFORE_ANY = 4;

    private final long patience;

    private final Map<Long, Waits> waits = new HashMap<>();

    /**
     * Creates them without any.
     *
     * @param patience for how many nanoseconds the requests of a tenant wait at home in a second, all together, before more are
     *     not worth it
     */
    BusyTenants(long patience) {
        this.patience = patience;
    }

    /** Returns whether a request for the tenant had better wait at home than visit. */
    boolean mayWaitAtHome(long tenant, long now) {
        return waitedLessThan(patience, tenant, now);
    }

    /** Returns whether a request for the tenant had better wait, at home or to visit, than go anywhere. */
    boolean mayWait(long tenant, long now) {
        return waitedLessThan(BEFORE_ANY * patience, tenant, now);
    }

    private boolean waitedLessThan(long nanos, long tenant, long now) {
        Waits last = waits.get(tenant);
        return last == null || last.isOver(now) || last.nanos() < nanos;
    }

    /** Takes note that a request for the tenant waited for so long. */
    void waited(long tenant, long nanos, long now) {
        if (waits.size() >= REMEMBERED) {
            waits.clear();
        }
        Waits last = waits.get(tenant);
        waits.put(tenant, last == null || last.isOver(now) ? new Waits(now, nanos) : last.plus(nanos));
    }

    /**
     * For how long a tenant's requests waited.
     *
     * @param since since when
     * @param nanos for how many nanoseconds
     */
    private record Waits(long since, long nanos) {

        boolean isOver(long now) {
            return now - since >= PERIOD;
        }

        Waits plus(long more) {
            return new Waits(since, nanos + more);
        }
    }
}
