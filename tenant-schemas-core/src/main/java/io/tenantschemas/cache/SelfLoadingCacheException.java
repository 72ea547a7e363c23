package io.tenantschemas.cache;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a cache that is to be divided among tenants loads its entries itself: it would do so in threads of its own,
 * which are bound to no tenant.
 */
public final class SelfLoadingCacheException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String cache;

    SelfLoadingCacheException(String cache) {
        super(("Cache '%s' loads its entries itself, in threads that are bound to no tenant. Remove its loader and use"
                        + " @Cacheable, or, if it holds the same data for all tenants, list it under"
                        + " tenant-schemas.cache.shared.")
                .formatted(cache));
        this.cache = cache;
    }

    /** Returns the name of the cache. */
    public String cache() {
        return cache;
    }
}
