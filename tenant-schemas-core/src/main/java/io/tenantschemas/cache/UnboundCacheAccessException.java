package io.tenantschemas.cache;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a thread that is bound to nothing uses a cache that is divided among tenants, while a binding is required. */
public final class UnboundCacheAccessException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String cache;

    UnboundCacheAccessException(String cache) {
        super(
                ("Cache '%s' was used on thread '%s', which has no tenant bound. Wrap the work in TenantTemplate.execute(...), or"
                                + " in TenantTemplate.executeShared(...); if the cache holds the same data for all tenants, list it under"
                                + " tenant-schemas.cache.shared.")
                        .formatted(cache, Thread.currentThread().getName()));
        this.cache = cache;
    }

    /** Returns the name of the cache. */
    public String cache() {
        return cache;
    }
}
