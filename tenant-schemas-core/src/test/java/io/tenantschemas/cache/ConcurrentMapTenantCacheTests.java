package io.tenantschemas.cache;

import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

class ConcurrentMapTenantCacheTests extends TenantCacheContract {

    @Override
    protected CacheManager cacheManager() {
        return new ConcurrentMapCacheManager("notes", "plans");
    }

    @Override
    protected NativeStore nativeStore() {
        return new ConcurrentMapStore();
    }
}
