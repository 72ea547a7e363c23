package io.tenantschemas.cache.hibernate;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when Hibernate's second-level cache would not tell tenants apart as it has to. */
public final class CacheKeysException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private CacheKeysException(String message) {
        super(message);
    }

    static CacheKeysException ofTheApplication(String keys) {
        return new CacheKeysException(
                ("Hibernate's second-level cache has keys of the application's own (%s), which would not tell tenants apart by"
                                + " their ids or would keep shared entities once for each. Remove hibernate.cache.keys_factory,"
                                + " and build the region factory without a CacheKeysFactory.")
                        .formatted(keys));
    }

    static CacheKeysException notInForce(String regionFactory) {
        return new CacheKeysException(
                ("Region factory %s makes the keys of Hibernate's second-level cache itself, which would not tell tenants apart by"
                                + " their ids. Use another one, such as that of hibernate-jcache, or switch the cache off with"
                                + " hibernate.cache.use_second_level_cache=false.")
                        .formatted(regionFactory));
    }
}
