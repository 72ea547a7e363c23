package io.tenantschemas.cache.jcache;

class CaffeineJCacheTenantCacheTests extends JCacheTenantCacheContract {

    CaffeineJCacheTenantCacheTests() {
        super("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider");
    }
}
