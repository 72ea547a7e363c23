package io.tenantschemas.cache.jcache;

import java.util.HashSet;
import java.util.Set;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;

import org.springframework.cache.Cache;

import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.TenantKey;

/** Caches whose native cache is one of JCache. */
public final class JCacheStore implements NativeStore {

    @Override
    public boolean supports(Cache cache) {
        return cache.getNativeCache() instanceof javax.cache.Cache;
    }

    @Override
    public boolean removeOwnedBy(String tenant, Cache cache) {
        javax.cache.Cache<Object, Object> entries = nativeCache(cache);
        Set<Object> owned = new HashSet<>();
        entries.forEach(entry -> {
            if (TenantKey.isOf(tenant, entry.getKey())) {
                owned.add(entry.getKey());
            }
        });
        entries.removeAll(owned);
        return !owned.isEmpty();
    }

    @Override
    @SuppressWarnings("unchecked") // The interface asks for the raw type.
    public boolean loadsByItself(Cache cache) {
        Configuration<?, ?> configuration = nativeCache(cache).getConfiguration(Configuration.class);
        return configuration instanceof CompleteConfiguration<?, ?> complete && complete.isReadThrough();
    }

    @SuppressWarnings("unchecked")
    private static javax.cache.Cache<Object, Object> nativeCache(Cache cache) {
        return (javax.cache.Cache<Object, Object>) cache.getNativeCache();
    }
}
