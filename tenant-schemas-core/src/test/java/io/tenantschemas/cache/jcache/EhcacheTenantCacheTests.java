package io.tenantschemas.cache.jcache;

class EhcacheTenantCacheTests extends JCacheTenantCacheContract {

    EhcacheTenantCacheTests() {
        super("org.ehcache.jsr107.EhcacheCachingProvider");
    }
}
