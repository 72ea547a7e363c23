package io.tenantschemas.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

/** A cache of the application's, under the keys of tenants. What is done here is done at once, whatever the transaction. */
final class CacheStore {

    private final Cache target;

    private final Invalidations invalidations;

    private final @Nullable NativeStore nativeStore;

    CacheStore(Cache target, Invalidations invalidations, @Nullable NativeStore nativeStore) {
        this.target = target;
        this.invalidations = invalidations;
        this.nativeStore = nativeStore;
    }

    Cache target() {
        return target;
    }

    Invalidations invalidations() {
        return invalidations;
    }

    long stamp(Object key) {
        return invalidations.stamp(key);
    }

    /** Stores a value that replaces whatever others are about to load. */
    void put(Object key, @Nullable Object value) {
        invalidations.add(key);
        target.put(key, value);
    }

    /** Stores a value that was loaded since {@code stamp} was taken, unless the key was changed since. */
    void putLoaded(Object key, @Nullable Object value, long stamp) {
        if (stamp(key) == stamp) {
            target.put(key, value);
        }
        forgetIfChangedSince(key, stamp);
    }

    @Nullable
    ValueWrapper putLoadedIfAbsent(Object key, @Nullable Object value, long stamp) {
        ValueWrapper existing = target.putIfAbsent(key, value);
        if (existing == null) {
            forgetIfChangedSince(key, stamp);
        }
        return existing;
    }

    <T> @Nullable T get(Object key, Callable<T> loader) {
        long stamp = stamp(key);
        // Not only for this thread: a cache may run the loader in another one.
        AtomicBoolean loaded = new AtomicBoolean();
        T value = target.get(key, () -> {
            loaded.set(true);
            return loader.call();
        });
        if (loaded.get()) {
            forgetIfChangedSince(key, stamp);
        }
        return value;
    }

    /**
     * Removes the entry if it was changed since {@code stamp} was taken. To be called after storing: who changes a key says
     * so first. Either that is noticed here, or what was stored is removed by the change.
     */
    void forgetIfChangedSince(Object key, long stamp) {
        if (stamp(key) != stamp) {
            target.evict(key);
        }
    }

    void evict(Object key) {
        invalidations.add(key);
        target.evict(key);
    }

    boolean evictIfPresent(Object key) {
        invalidations.add(key);
        return target.evictIfPresent(key);
    }

    /** Removes all entries of {@code tenant}, or everybody's where they cannot be told apart or where it is null. */
    void clear(@Nullable String tenant) {
        invalidations.addAll();
        removeAll(tenant);
    }

    void removeAll(@Nullable String tenant) {
        if (tenant == null || nativeStore == null) {
            target.clear();
        } else {
            nativeStore.removeOwnedBy(tenant, target);
        }
    }

    boolean invalidate(@Nullable String tenant) {
        invalidations.addAll();
        if (tenant == null || nativeStore == null) {
            return target.invalidate();
        }
        return nativeStore.removeOwnedBy(tenant, target);
    }

    /** Removes the entries of {@code tenant} if they can be told apart from those of others. */
    void forget(String tenant) {
        if (nativeStore != null) {
            clear(tenant);
        }
    }
}
