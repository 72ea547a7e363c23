package io.tenantschemas.cache.caffeine;

import com.github.benmanes.caffeine.cache.LoadingCache;
import org.springframework.cache.Cache;

import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.TenantKey;

/** Caches whose native cache is one of Caffeine. */
public final class CaffeineStore implements NativeStore {

    @Override
    public boolean supports(Cache cache) {
        return cache.getNativeCache() instanceof com.github.benmanes.caffeine.cache.Cache;
    }

    @Override
    public boolean removeOwnedBy(String tenant, Cache cache) {
        return ((com.github.benmanes.caffeine.cache.Cache<?, ?>) cache.getNativeCache())
                .asMap()
                .keySet()
                .removeIf(key -> TenantKey.isOf(tenant, key));
    }

    @Override
    public boolean loadsByItself(Cache cache) {
        return cache.getNativeCache() instanceof LoadingCache;
    }
}
