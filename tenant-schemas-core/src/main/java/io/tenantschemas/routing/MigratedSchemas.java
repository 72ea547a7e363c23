package io.tenantschemas.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Schemas that went through migrations, so that what was known of their tables, routines and triggers may not be so any more.
 * It is asked anew before the next connection for them is handed out; connections that somebody has are not concerned.
 *
 * <p>Only the latest ten thousand are told apart. After more, all count as migrated.
 */
public final class MigratedSchemas {

    private static final int ROOM = 10_000;

    private final AtomicLong last = new AtomicLong();

    private final Map<SchemaName, Long> numbers = new ConcurrentHashMap<>();

    private volatile long all;

    /** Notes that a schema was migrated, once that is committed. */
    public synchronized void add(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        if (numbers.size() >= ROOM) {
            addAll();
        }
        long next = last.get() + 1;
        numbers.put(schema, next);
        // Last: whoever reads it has to find what it stands for.
        last.set(next);
    }

    /** Notes that any schema may have been migrated. */
    public synchronized void addAll() {
        long next = last.get() + 1;
        all = next;
        numbers.clear();
        last.set(next);
    }

    /** Returns the number of the last migration, for who is about to ask the server what there is. */
    long last() {
        return last.get();
    }

    /** Returns whether the schema was migrated after that migration, so that what was asked then may not be so any more. */
    boolean wereAfter(long number, SchemaName schema) {
        // In this order: who clears the numbers has set the one for all.
        return number != last.get() && (number < numbers.getOrDefault(schema, 0L) || number < all);
    }
}
