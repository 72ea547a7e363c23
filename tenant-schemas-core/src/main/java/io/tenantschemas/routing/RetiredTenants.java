package io.tenantschemas.routing;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Tenants that are not any more what they were: dropped, or renamed. Work that is still bound to one of them would meet
 * whoever got the name next, so its connections refuse it.
 *
 * <p>Only the latest ten thousand are remembered. That is enough, because it concerns what is under way and has a connection
 * already; a checkout asks the database.
 */
public final class RetiredTenants {

    private static final int ROOM = 10_000;

    private final Set<Retired> retired = ConcurrentHashMap.newKeySet();

    private final Queue<Retired> byAge = new ConcurrentLinkedQueue<>();

    private final AtomicLong version = new AtomicLong();

    /** Notes that no tenant of that id has that schema any more. */
    public void retire(long id, SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        Retired tenant = new Retired(id, schema);
        if (retired.add(tenant)) {
            byAge.add(tenant);
            version.incrementAndGet();
        }
        while (byAge.size() > ROOM) {
            Retired oldest = byAge.poll();
            if (oldest != null) {
                retired.remove(oldest);
            }
        }
    }

    /** Notes that the tenant has its schema again, after it was renamed back. */
    public void reinstate(long id, SchemaName schema) {
        Retired tenant = new Retired(id, schema);
        retired.remove(tenant);
        byAge.remove(tenant);
        version.incrementAndGet();
    }

    /** Returns whether a tenant is known not to be any more what {@code tenant} says. */
    public boolean contains(Tenant tenant) {
        return !retired.isEmpty() && retired.contains(new Retired(tenant.id(), tenant.schema()));
    }

    /** Returns a number that changes with every answer of {@link #contains}, so that these need not be asked for again. */
    long version() {
        return version.get();
    }

    private record Retired(long id, SchemaName schema) {}
}
