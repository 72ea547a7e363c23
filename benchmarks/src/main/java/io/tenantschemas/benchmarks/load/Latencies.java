package io.tenantschemas.benchmarks.load;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How long each answer took, in nanoseconds. */
final class Latencies {

    private long[] all = new long[1024];

    private int size;

    void add(long nanos) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        all[size++] = nanos;
    }

    LongStream stream() {
        return Arrays.stream(all, 0, size);
    }
}
