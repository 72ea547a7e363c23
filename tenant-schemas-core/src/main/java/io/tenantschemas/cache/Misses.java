package io.tenantschemas.cache;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;

/**
 * What was looked for and not found, so that the value that is stored afterwards can be told from one that is stored on
 * purpose. Spring looks and stores with the same cache object, which it gets anew for each call; a cache object that an
 * application keeps for itself remembers the latest thousand.
 */
final class Misses {

    private static final int ROOM = 1_000;

    private final Map<InThread, Long> inThreads = new Bounded<>();

    private final Map<Object, Asynchronous> asynchronous = new Bounded<>();

    /** Notes that the calling thread found nothing under {@code storeKey}. */
    synchronized void add(Object storeKey, long stamp) {
        inThreads.putIfAbsent(InThread.here(storeKey), stamp);
    }

    /** Returns the stamp of the calling thread's miss and forgets it, or null if it did not miss the key. */
    synchronized @Nullable Long take(Object storeKey) {
        return inThreads.remove(InThread.here(storeKey));
    }

    /** Notes that nothing was found for the application's {@code key}, by somebody who will store in whatever thread. */
    synchronized void addAsynchronous(Object key, Asynchronous miss) {
        asynchronous.putIfAbsent(key, miss);
    }

    synchronized @Nullable Asynchronous takeAsynchronous(Object key) {
        return asynchronous.remove(key);
    }

    /**
     * A miss that ends in some thread.
     *
     * @param binding what the thread was bound to that looked
     * @param storeKey the key under which the value is to be stored
     * @param stamp when it looked
     * @param inTransaction whether a transaction was under way, of which no other thread knows the end
     * @param thread the thread that looked
     */
    record Asynchronous(TenantBinding binding, Object storeKey, long stamp, boolean inTransaction, long thread) {

        static Asynchronous here(TenantBinding binding, Object storeKey, long stamp) {
            return new Asynchronous(
                    binding,
                    storeKey,
                    stamp,
                    TransactionChanges.isInTransaction(),
                    Thread.currentThread().getId());
        }

        /** Returns whether the transaction of the calling thread, if any, is the one in which the miss was. */
        boolean isOfThisTransaction() {
            return inTransaction
                    ? TransactionChanges.isInTransaction()
                            && thread == Thread.currentThread().getId()
                    : !TransactionChanges.isInTransaction();
        }
    }

    private record InThread(long thread, Object storeKey) {

        static InThread here(Object storeKey) {
            return new InThread(Thread.currentThread().getId(), storeKey);
        }
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > ROOM;
        }
    }
}
