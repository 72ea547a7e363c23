package io.tenantschemas.isolationcheck.model;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Something that changes now and then, and can be asked whether it did meanwhile. */
final class Changing {

    // Odd while a change is under way.
    private final AtomicLong version = new AtomicLong();

    void begin() {
        version.incrementAndGet();
    }

    void end() {
        version.incrementAndGet();
    }

    /** Returns what tells from now on whether no change was under way at any time since. */
    BooleanSupplier watch() {
        long before = version.get();
        return () -> before % 2 == 0 && version.get() == before;
    }
}
