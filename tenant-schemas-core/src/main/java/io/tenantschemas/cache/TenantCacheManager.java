package io.tenantschemas.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;

/** Stands before a cache manager and puts a {@link TenantCache} before each of its caches. */
public final class TenantCacheManager implements CacheManager {

    private final CacheManager target;

    private final CacheScope scope;

    private final List<NativeStore> nativeStores;

    private final Map<String, CacheStore> stores = new ConcurrentHashMap<>();

    /**
     * Creates a cache manager.
     *
     * @param target the cache manager to stand before
     * @param scope whose the entries of caches are
     * @param nativeStores what is known of kinds of caches, the first that fits counting
     */
    public TenantCacheManager(CacheManager target, CacheScope scope, List<NativeStore> nativeStores) {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(scope, "'scope' must not be null");
        Assert.notNull(nativeStores, "'nativeStores' must not be null");
        this.target = target;
        this.scope = scope;
        this.nativeStores = List.copyOf(nativeStores);
    }

    /**
     * Returns the cache of that name, or null if the application's cache manager has none.
     *
     * @throws SelfLoadingCacheException if the cache loads its entries itself and is not shared
     */
    @Override
    public @Nullable Cache getCache(String name) {
        Cache cache = target.getCache(name);
        return cache == null ? null : divide(name, cache);
    }

    private Cache divide(String name, Cache cache) {
        // Of another manager that this one asks, which is divided already.
        return cache instanceof TenantCache ? cache : new TenantCache(store(name, cache), scope, scope.isShared(name));
    }

    private CacheStore store(String name, Cache cache) {
        Cache own = withoutTransactions(cache);
        CacheStore store = stores.get(name);
        return store != null && store.target() == own ? store : replaceStore(name, own);
    }

    private CacheStore replaceStore(String name, Cache cache) {
        NativeStore nativeStore = nativeStores.stream()
                .filter(each -> each.supports(cache))
                .findFirst()
                .orElse(null);
        if (nativeStore != null && !scope.isShared(name)) {
            if (nativeStore.loadsByItself(cache)) {
                throw new SelfLoadingCacheException(name);
            }
            nativeStore.prepare(cache);
        }
        return stores.compute(
                name,
                (key, store) -> store != null && store.target() == cache
                        ? store
                        : new CacheStore(
                                cache, store == null ? new Invalidations() : store.invalidations(), nativeStore));
    }

    // What this manager does after a commit, such a cache would do after the next one, or never.
    private static Cache withoutTransactions(Cache cache) {
        return cache instanceof TransactionAwareCacheDecorator decorator && !(cache instanceof TenantCache)
                ? withoutTransactions(decorator.getTargetCache())
                : cache;
    }

    Invalidations invalidations(String name) {
        getCache(name);
        return Objects.requireNonNull(stores.get(name)).invalidations();
    }

    @Override
    public Collection<String> getCacheNames() {
        return target.getCacheNames();
    }

    /**
     * Removes the entries of the bound tenant from all caches. Where nothing is bound, the application's cache manager resets
     * its caches as it likes.
     */
    @Override
    public void resetCaches() {
        if (TenantContext.isBound()) {
            CacheManager.super.resetCaches();
        } else {
            target.resetCaches();
        }
    }
}
