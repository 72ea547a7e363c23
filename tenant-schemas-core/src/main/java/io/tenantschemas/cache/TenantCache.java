package io.tenantschemas.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.util.Assert;

import io.tenantschemas.cache.TransactionChanges.Change;
import io.tenantschemas.cache.TransactionChanges.Stored;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;

/**
 * A cache whose entries belong to the tenant that was bound when they were stored. Work that is bound to the shared tables, or
 * to nothing, has entries of its own. A cache that is {@linkplain CacheScope#shared() shared} has one entry for all.
 *
 * <p>Inside a transaction everything is changed after the commit; the transaction itself sees its changes at once. A value
 * that was being loaded while somebody else put, evicted or cleared its key is not remembered, because it may be older.
 *
 * <p>{@link #clear()} and {@link #invalidate()} remove the entries of the bound tenant. They remove everybody's where the cache
 * cannot tell them apart (see {@link NativeStore}), and where nothing is bound.
 */
// Of this type, because Spring Boot finds the cache to be measured behind it and behind no other.
public final class TenantCache extends TransactionAwareCacheDecorator {

    private final CacheStore store;

    private final CacheScope scope;

    private final boolean shared;

    private final Misses misses = new Misses();

    // Spring gets a cache anew for each call, so all that is done with it concerns one tenant. By this, such a cache
    // is told from one that an application keeps for all of its work.
    private final String creator;

    private volatile boolean usedByOthers;

    TenantCache(CacheStore store, CacheScope scope, boolean shared) {
        super(store.target());
        this.store = store;
        this.scope = scope;
        this.shared = shared;
        this.creator = TenantContext.binding().key(scope.publicSchema());
    }

    private Object storeKey(Object key) {
        Assert.notNull(key, "'key' must not be null");
        if (shared) {
            return key;
        }
        TenantBinding binding = TenantContext.binding();
        if (scope.requireTenant() && !binding.isBound()) {
            throw new UnboundCacheAccessException(getName());
        }
        String tenant = binding.key(scope.publicSchema());
        if (!tenant.equals(creator)) {
            usedByOthers = true;
        }
        return new TenantKey(tenant, key);
    }

    /** Returns whose entries the thread may clear: null for everybody's. */
    private @Nullable String toBeCleared() {
        TenantBinding binding = TenantContext.binding();
        return shared || !binding.isBound() ? null : binding.key(scope.publicSchema());
    }

    private @Nullable Change changeOf(Object storeKey) {
        TransactionChanges changes = TransactionChanges.underWay();
        return changes == null ? null : changes.find(store, storeKey);
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        return find(storeKey(key));
    }

    private @Nullable ValueWrapper find(Object storeKey) {
        Change change = changeOf(storeKey);
        if (change instanceof Stored stored) {
            return new SimpleValueWrapper(stored.value());
        }
        long stamp = store.stamp(storeKey);
        ValueWrapper found = change == null ? store.target().get(storeKey) : null;
        if (found == null) {
            misses.add(storeKey, stamp);
        }
        return found;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper found = find(storeKey(key));
        Object value = found == null ? null : found.get();
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("The entry of cache '%s' under key '%s' is not a %s but a %s."
                    .formatted(getName(), key, type.getName(), value.getClass().getName()));
        }
        return (T) value;
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        Object storeKey = storeKey(key);
        TenantBinding binding = TenantContext.binding();
        Callable<T> loader = () -> {
            // Whatever thread the cache loads in.
            try (TenantScope bound = TenantScope.open(binding)) {
                return valueLoader.call();
            }
        };
        return TransactionChanges.isInTransaction()
                ? getInTransaction(key, storeKey, loader)
                : store.get(storeKey, loader);
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable T getInTransaction(Object key, Object storeKey, Callable<T> loader) {
        ValueWrapper found = find(storeKey);
        if (found != null) {
            return (T) found.get();
        }
        T value;
        try {
            value = loader.call();
        } catch (Exception failure) {
            throw new ValueRetrievalException(key, loader, failure);
        }
        put(storeKey, value, misses.take(storeKey));
        return value;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        Misses.Asynchronous miss = misses.takeAsynchronous(key);
        if (miss != null && !isHere(miss)) {
            putFromElsewhere(key, value, miss);
            return;
        }
        Object storeKey = storeKey(key);
        put(storeKey, value, miss != null ? Long.valueOf(miss.stamp()) : misses.take(storeKey));
    }

    private void put(Object storeKey, @Nullable Object value, @Nullable Long stamp) {
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes != null) {
            changes.put(store, storeKey, value, stamp);
        } else if (stamp != null) {
            if (store.stamp(storeKey) == stamp) {
                store.putLoaded(storeKey, value, stamp);
            } else {
                // Not only left out: it may have been meant to replace what is there.
                store.evict(storeKey);
            }
        } else {
            store.put(storeKey, value);
        }
    }

    private boolean isHere(Misses.Asynchronous miss) {
        return isSame(miss.binding(), TenantContext.binding()) && miss.isOfThisTransaction();
    }

    private boolean isSame(TenantBinding one, TenantBinding other) {
        return shared || one.key(scope.publicSchema()).equals(other.key(scope.publicSchema()));
    }

    /** Stores what was loaded asynchronously, in the thread in which that ended, which may be bound to anybody. */
    private void putFromElsewhere(Object key, @Nullable Object value, Misses.Asynchronous miss) {
        boolean ofOneTenant =
                !usedByOthers && miss.binding().key(scope.publicSchema()).equals(creator);
        if (!miss.inTransaction() && ofOneTenant && !TenantContext.isBound()) {
            store.putLoaded(miss.storeKey(), value, miss.stamp());
        } else if (TenantContext.isBound()) {
            // Whose value this is cannot be told. It belongs to nobody then, and replaces what the thread's tenant had.
            evict(key);
        }
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        Object storeKey = storeKey(key);
        Long missed = misses.take(storeKey);
        long stamp = missed != null ? missed : store.stamp(storeKey);
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes == null) {
            return store.putLoadedIfAbsent(storeKey, value, stamp);
        }
        ValueWrapper existing = find(storeKey);
        if (existing == null) {
            misses.take(storeKey);
            changes.putIfAbsent(store, storeKey, value, stamp);
        }
        return existing;
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        Object storeKey = storeKey(key);
        Change change = changeOf(storeKey);
        if (change instanceof Stored stored) {
            return CompletableFuture.completedFuture(new SimpleValueWrapper(stored.value()));
        }
        Misses.Asynchronous miss = Misses.Asynchronous.here(TenantContext.binding(), storeKey, store.stamp(storeKey));
        CompletableFuture<?> found = change == null ? store.target().retrieve(storeKey) : null;
        if (found == null) {
            misses.addAsynchronous(key, miss);
            return null;
        }
        return boundTo(miss.binding(), found.whenComplete((value, failure) -> {
            if (value == null) {
                misses.addAsynchronous(key, miss);
            }
        }));
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        Object storeKey = storeKey(key);
        TenantBinding binding = TenantContext.binding();
        Supplier<CompletableFuture<T>> loader = () -> {
            // Caches load in threads of their own, which are bound to nothing.
            try (TenantScope bound = TenantScope.open(binding)) {
                return valueLoader.get();
            }
        };
        if (TransactionChanges.isInTransaction()) {
            // Not remembered: when the value is there, nobody knows whether the transaction was committed.
            return loader.get();
        }
        long stamp = store.stamp(storeKey);
        CompletableFuture<T> value = store.target().retrieve(storeKey, loader);
        return boundTo(binding, value.whenComplete((loaded, failure) -> store.forgetIfChangedSince(storeKey, stamp)));
    }

    /** Returns a future with the same outcome, which binds the thread that completes it while it tells those that wait. */
    private static <T> CompletableFuture<T> boundTo(TenantBinding binding, CompletableFuture<T> future) {
        if (future.isDone()) {
            return future;
        }
        CompletableFuture<T> bound = new CompletableFuture<>();
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
            try (TenantScope scope = TenantScope.open(binding)) {
                if (failure == null) {
                    bound.complete(value);
                } else {
                    bound.completeExceptionally(failure);
                }
            } catch (RuntimeException refused) {
                bound.completeExceptionally(refused);
            }
        });
        return bound;
    }

    @Override
    public void evict(Object key) {
        Object storeKey = storeKey(key);
        misses.take(storeKey);
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes == null) {
            store.evict(storeKey);
        } else {
            changes.evict(store, storeKey);
        }
    }

    /** Removes the entry at once and, inside a transaction, once more after the commit. */
    @Override
    public boolean evictIfPresent(Object key) {
        Object storeKey = storeKey(key);
        misses.take(storeKey);
        boolean stored = changeOf(storeKey) instanceof Stored;
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes != null) {
            changes.evict(store, storeKey);
        }
        return store.evictIfPresent(storeKey) || stored;
    }

    @Override
    public void clear() {
        clear(toBeCleared());
    }

    /** Removes the entries of all tenants, and those of work that is bound to none. */
    public void clearAll() {
        clear(null);
    }

    private void clear(@Nullable String tenant) {
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes == null) {
            store.clear(tenant);
        } else {
            changes.clear(store, tenant);
        }
    }

    /** Removes the entries at once and, inside a transaction, once more after the commit. */
    @Override
    public boolean invalidate() {
        String tenant = toBeCleared();
        TransactionChanges changes = TransactionChanges.toBeCommitted();
        if (changes != null) {
            changes.clear(store, tenant);
        }
        return store.invalidate(tenant);
    }

    void forget(String tenant) {
        if (!shared) {
            store.forget(tenant);
        }
    }

    /** Returns whether {@code other} stands before the same cache. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TenantCache cache && cache.store == store;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(store);
    }

    @Override
    public String toString() {
        return "TenantCache[" + getName() + "]";
    }
}
