package io.tenantschemas.cache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what was changed in a cache on purpose, so that whoever began to load a value before a change notices that its value
 * may be older than the change. Keys share counters, so a load may notice the change of another key: it is not remembered
 * then, which is no harm.
 */
final class Invalidations {

    private static final int COUNTERS = 256;

    private final AtomicLongArray ofKeys = new AtomicLongArray(COUNTERS);

    private final AtomicLong ofAll = new AtomicLong();

    /** Returns a number that is another one after each change of {@code key}. */
    long stamp(Object key) {
        // Neither ever decreases, so the sum tells of every change.
        return ofAll.get() + ofKeys.get(counter(key));
    }

    /** Notes a change of {@code key}. To be called before the cache is changed. */
    synchronized void add(Object key) {
        ofKeys.incrementAndGet(counter(key));
    }

    /** Notes a change of all keys. To be called before the cache is changed. */
    synchronized void addAll() {
        ofAll.incrementAndGet();
    }

    private static int counter(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
    }
}
