package io.tenantschemas.cache;

import java.io.Serializable;

import org.springframework.util.Assert;

/**
 * The key under which a cache keeps an entry: the application's key, and whose it is.
 *
 * @param tenant the tenant's id as text, which a rename does not change and which is never used again, or the name of the
 *     public schema
 * @param key the application's key, which has to be serializable where the cache serializes keys
 */
public record TenantKey(String tenant, Object key) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Checks that nothing is missing. */
    public TenantKey {
        Assert.notNull(tenant, "'tenant' must not be null");
        Assert.notNull(key, "'key' must not be null");
    }

    /** Returns whether {@code key} is that of an entry of {@code tenant}. */
    public static boolean isOf(String tenant, Object key) {
        return key instanceof TenantKey owned && owned.tenant().equals(tenant);
    }

    /** Returns how the texts of all keys of {@code tenant}, and of nobody else, begin. */
    public static String prefixOf(String tenant) {
        return "tenant:" + tenant + ":";
    }

    /** Returns a text for caches that turn keys into texts. Neither ids nor names of schemas have a colon in them. */
    @Override
    public String toString() {
        return prefixOf(tenant) + key;
    }
}
