package io.tenantschemas.benchmarks.migration;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * What is alive in a JVM, in bytes.
 *
 * @param before when the application is up
 * @param after when all tenants are through, and the report of that is still held
 */
public record Heap(long before, long after) {

    /** Returns what is alive in this JVM. */
    static long live() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        // What only cleaners and finalizers hold goes with the second.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
