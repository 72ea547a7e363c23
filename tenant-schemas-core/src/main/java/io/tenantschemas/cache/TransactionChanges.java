package io.tenantschemas.cache;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a transaction wants to change in caches. It is done after the commit: what is not committed must not be seen, and what
 * is rolled back must not be remembered. The transaction itself sees its changes at once.
 */
final class TransactionChanges implements TransactionSynchronization {

    private static final Object RESOURCE = TransactionChanges.class;

    // By what stays the same when a cache manager makes a new object of a cache.
    private final Map<Invalidations, OfStore> changes = new LinkedHashMap<>();

    private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();

    private int counter;

    private boolean begunBeforeTheEnd;

    private boolean applied;

    /** What will be done with a key. */
    sealed interface Change {}

    /** Nothing will be there. */
    record Removed() implements Change {}

    /**
     * A value will be there.
     *
     * @param value the value
     * @param stamp when it was looked for before it was loaded, or null if it was stored on purpose
     * @param onlyIfAbsent whether another value may stay
     * @param replacing whether this transaction has changed the key before
     * @param number tells what came before a savepoint
     */
    record Stored(@Nullable Object value, @Nullable Long stamp, boolean onlyIfAbsent, boolean replacing, int number)
            implements Change {}

    /** Returns the changes of the transaction that is under way in this thread, or null if there are none. */
    static @Nullable TransactionChanges underWay() {
        return TransactionSynchronizationManager.getResource(RESOURCE) instanceof TransactionChanges found
                        && !found.applied
                ? found
                : null;
    }

    /** Returns where a change is to be noted, or null if it is to be made at once: there is no transaction, or it is over. */
    static @Nullable TransactionChanges toBeCommitted() {
        if (!isInTransaction()) {
            return null;
        }
        if (TransactionSynchronizationManager.getResource(RESOURCE) instanceof TransactionChanges found) {
            return found.applied ? null : found;
        }
        TransactionChanges begun = new TransactionChanges();
        TransactionSynchronizationManager.registerSynchronization(begun);
        TransactionSynchronizationManager.bindResource(RESOURCE, begun);
        return begun;
    }

    static boolean isInTransaction() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Returns what this transaction did with the key, or null if it did nothing. */
    @Nullable
    Change find(CacheStore store, Object key) {
        OfStore ofStore = changes.get(store.invalidations());
        return ofStore == null ? null : ofStore.find(key);
    }

    void put(CacheStore store, Object key, @Nullable Object value, @Nullable Long stamp) {
        store(store, key, value, stamp, false);
    }

    void putIfAbsent(CacheStore store, Object key, @Nullable Object value, long stamp) {
        store(store, key, value, stamp, find(store, key) == null);
    }

    private void store(
            CacheStore store, Object key, @Nullable Object value, @Nullable Long stamp, boolean onlyIfAbsent) {
        OfStore ofStore = of(store);
        boolean replacing = ofStore.find(key) != null;
        ofStore.changes.put(key, new Stored(value, stamp, onlyIfAbsent, replacing, ++counter));
    }

    void evict(CacheStore store, Object key) {
        of(store).changes.put(key, new Removed());
    }

    /** Removes all keys of {@code tenant}, or everybody's if it is null. */
    void clear(CacheStore store, @Nullable String tenant) {
        of(store).clear(tenant);
    }

    private OfStore of(CacheStore store) {
        return changes.computeIfAbsent(store.invalidations(), invalidations -> new OfStore(store));
    }

    /** Before all others: a listener that reads a cache after the commit must not read what was there before. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResourceIfPossible(RESOURCE);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(RESOURCE, this);
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.put(savepoint, counter);
    }

    @Override
    public void savepointRollback(Object savepoint) {
        int before = savepoints.getOrDefault(savepoint, 0);
        changes.values().forEach(each -> each.removeStoredAfter(before));
    }

    @Override
    public void beforeCompletion() {
        begunBeforeTheEnd = true;
    }

    @Override
    public void afterCommit() {
        apply(OfStore::apply);
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(RESOURCE);
        if (applied) {
            return;
        }
        if (status == STATUS_COMMITTED && !begunBeforeTheEnd) {
            // Begun by another listener to the commit: those are told of the completion only. Others are told of the
            // commit, if not before that then afterwards: provisioning makes initializers wait for the outer commit.
            apply(OfStore::apply);
        } else if (status == STATUS_UNKNOWN) {
            // It may have been committed, so nothing that it wanted to change can be trusted.
            apply(OfStore::removeEverything);
        }
    }

    private void apply(Consumer<OfStore> how) {
        applied = true;
        Failures failures = new Failures();
        changes.values().forEach(each -> failures.collect(() -> how.accept(each)));
        failures.throwFirst();
    }

    /** The changes of one cache. */
    private static final class OfStore {

        private final CacheStore store;

        private final Map<Object, Change> changes = new LinkedHashMap<>();

        private final Set<String> clearedTenants = new HashSet<>();

        private boolean cleared;

        OfStore(CacheStore store) {
            this.store = store;
        }

        @Nullable
        Change find(Object key) {
            Change change = changes.get(key);
            return change == null && isCleared(key) ? new Removed() : change;
        }

        private boolean isCleared(Object key) {
            return cleared || (key instanceof TenantKey owned && clearedTenants.contains(owned.tenant()));
        }

        void clear(@Nullable String tenant) {
            if (tenant == null) {
                cleared = true;
            } else {
                clearedTenants.add(tenant);
            }
            changes.replaceAll((key, change) -> isCleared(key) ? new Removed() : change);
        }

        void removeStoredAfter(int number) {
            changes.replaceAll((key, change) ->
                    change instanceof Stored stored && stored.number() > number ? new Removed() : change);
        }

        void apply() {
            Map<Object, Long> stamps = announce();
            Failures failures = new Failures();
            clearStore(failures);
            changes.forEach((key, change) -> failures.collect(() -> apply(key, change, stamps.get(key))));
            failures.throwFirst();
        }

        /**
         * Says what is about to be changed, and returns for each value the stamp with which it may still be stored: none, if
         * somebody else has changed the key since this transaction looked.
         */
        private Map<Object, Long> announce() {
            Map<Object, Long> stamps = new HashMap<>();
            Invalidations invalidations = store.invalidations();
            // At one stroke: what others change meanwhile must not pass for a change of this transaction.
            synchronized (invalidations) {
                changes.forEach((key, change) -> {
                    if (change instanceof Stored stored && isCurrent(key, stored)) {
                        stamps.put(key, 0L);
                    }
                });
                if (cleared || !clearedTenants.isEmpty()) {
                    invalidations.addAll();
                }
                changes.forEach((key, change) -> {
                    if (!(change instanceof Stored stored) || stored.stamp() == null || stored.replacing()) {
                        invalidations.add(key);
                    }
                });
                stamps.replaceAll((key, unknown) -> invalidations.stamp(key));
            }
            return stamps;
        }

        private boolean isCurrent(Object key, Stored stored) {
            return stored.stamp() == null || stored.stamp() == store.stamp(key);
        }

        private void clearStore(Failures failures) {
            if (cleared) {
                failures.collect(() -> store.removeAll(null));
            } else {
                clearedTenants.forEach(tenant -> failures.collect(() -> store.removeAll(tenant)));
            }
        }

        private void apply(Object key, Change change, @Nullable Long stamp) {
            if (change instanceof Stored stored && stamp != null) {
                if (stored.onlyIfAbsent()) {
                    store.putLoadedIfAbsent(key, stored.value(), stamp);
                } else {
                    store.putLoaded(key, stored.value(), stamp);
                }
            } else {
                store.target().evict(key);
            }
        }

        void removeEverything() {
            Failures failures = new Failures();
            announce();
            clearStore(failures);
            changes.keySet().forEach(key -> failures.collect(() -> store.evict(key)));
            failures.throwFirst();
        }
    }

    /** Lets one failure not keep the others from being tried: an entry that is not removed is an old one for everybody. */
    private static final class Failures {

        private @Nullable RuntimeException first;

        void collect(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException failure) {
                if (first == null) {
                    first = failure;
                } else if (first != failure) {
                    first.addSuppressed(failure);
                }
            }
        }

        void throwFirst() {
            if (first != null) {
                throw first;
            }
        }
    }
}
