package io.tenantschemas.cache;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

/** A cache of which nothing is known beyond Spring's interface. */
class UnknownTenantCacheTests extends TenantCacheContract {

    @Override
    protected CacheManager cacheManager() {
        ConcurrentMapCacheManager manager = new ConcurrentMapCacheManager("notes", "plans");
        manager.setStoreByValue(true);
        return manager;
    }

    @Override
    protected @Nullable NativeStore nativeStore() {
        return null;
    }
}
