package io.tenantschemas.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.util.Assert;

/** All caches that are divided among tenants, to be cleared for everybody. */
public final class TenantCaches {

    private final CacheScope scope;

    private final List<NativeStore> nativeStores;

    private final List<CacheManager> managers = new CopyOnWriteArrayList<>();

    /**
     * Creates an empty list.
     *
     * @param scope whose the entries of caches are
     * @param nativeStores what is known of kinds of caches
     */
    public TenantCaches(CacheScope scope, List<NativeStore> nativeStores) {
        Assert.notNull(scope, "'scope' must not be null");
        Assert.notNull(nativeStores, "'nativeStores' must not be null");
        this.scope = scope;
        this.nativeStores = List.copyOf(nativeStores);
    }

    /** Puts a cache manager that divides its caches among tenants before {@code manager}. */
    public TenantCacheManager divide(CacheManager manager) {
        TenantCacheManager divided = new TenantCacheManager(manager, scope, nativeStores);
        managers.add(divided);
        return divided;
    }

    /** Puts a cache that is divided among tenants before {@code cache}. */
    public Cache divide(Cache cache) {
        SimpleCacheManager manager = new SimpleCacheManager();
        manager.setCaches(List.of(cache));
        manager.initializeCaches();
        Cache divided = divide(manager).getCache(cache.getName());
        Assert.state(divided != null, "A cache must be found by its own name");
        return divided;
    }

    /**
     * Removes the entries of all tenants from the caches of that name, inside a transaction after its commit. Does nothing if
     * there is no such cache.
     */
    public void clearAll(String name) {
        Assert.notNull(name, "'name' must not be null");
        managers.stream()
                .filter(manager -> manager.getCacheNames().contains(name))
                .forEach(manager -> forCache(manager, name, TenantCache::clearAll));
    }

    /** Removes the entries of all tenants from all caches, inside a transaction after its commit. */
    public void clearAll() {
        forEach(TenantCache::clearAll);
    }

    /**
     * Removes at once the entries of a tenant that is gone, from the caches that can tell them apart. Nobody would find them
     * any more, also without this: they only take room.
     *
     * @param id the primary key that the tenant had
     */
    public void forget(long id) {
        forEach(cache -> cache.forget(String.valueOf(id)));
    }

    private void forEach(Consumer<TenantCache> action) {
        managers.forEach(manager -> manager.getCacheNames().forEach(name -> forCache(manager, name, action)));
    }

    private static void forCache(CacheManager manager, String name, Consumer<TenantCache> action) {
        try {
            if (manager.getCache(name) instanceof TenantCache cache) {
                action.accept(cache);
            }
        } catch (SelfLoadingCacheException refused) {
            // Nobody can use that cache, so there is nothing of tenants in it, and the others have their turn.
            return;
        }
    }
}
