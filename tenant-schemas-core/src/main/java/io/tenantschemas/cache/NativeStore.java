package io.tenantschemas.cache;

import org.springframework.cache.Cache;

/**
 * Knows what one kind of cache can do beyond Spring's interface. A cache of which no native store knows anything is divided
 * among tenants too, only that clearing it clears it for all of them.
 *
 * <p>An application can have beans of this type for caches of its own.
 */
public interface NativeStore {

    /** Returns whether {@code cache} is of this kind. The other methods are called only if it is. */
    boolean supports(Cache cache);

    /**
     * Removes the entries of {@code tenant}, which are those whose keys are {@linkplain TenantKey#isOf of} that tenant.
     *
     * @return whether there were any, as far as that is known
     */
    boolean removeOwnedBy(String tenant, Cache cache);

    /** Returns whether the cache loads entries by itself, in threads that are bound to no tenant. */
    default boolean loadsByItself(Cache cache) {
        return false;
    }

    /** Does what the cache needs to take keys of type {@link TenantKey}. May be called more than once. */
    default void prepare(Cache cache) {}
}
