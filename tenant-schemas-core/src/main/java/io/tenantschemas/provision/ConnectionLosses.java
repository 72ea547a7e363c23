package io.tenantschemas.provision;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tenantschemas.tenant.Tenant;

/** How often making a tenant was lost with its connection, in this process and since it was last made or failed. */
final class ConnectionLosses {

    private final Map<Long, Integer> losses = new ConcurrentHashMap<>();

    /** Counts one more, and returns how many there are. */
    int count(Tenant tenant) {
        return losses.merge(tenant.id(), 1, Integer::sum);
    }

    void forget(Tenant tenant) {
        losses.remove(tenant.id());
    }
}
