package io.tenantschemas.cache;

import java.util.concurrent.ConcurrentMap;

import org.springframework.cache.Cache;

/** Caches whose native cache is a map, as Spring's simplest one. */
public final class ConcurrentMapStore implements NativeStore {

    @Override
    public boolean supports(Cache cache) {
        return cache.getNativeCache() instanceof ConcurrentMap;
    }

    @Override
    public boolean removeOwnedBy(String tenant, Cache cache) {
        ConcurrentMap<?, ?> entries = (ConcurrentMap<?, ?>) cache.getNativeCache();
        boolean removed = false;
        for (Object key : entries.keySet()) {
            // From the map itself: the set of keys of a distributed map is a copy.
            if (TenantKey.isOf(tenant, key)) {
                removed |= entries.remove(key) != null;
            }
        }
        return removed;
    }
}
