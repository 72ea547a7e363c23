package io.tenantschemas.benchmarks.load;

import java.util.Arrays;
import java.util.List;

/**
 * What came of it.
 *
 * @param requests how many requests were answered, all of them right
 * @param nanos how long that took
 * @param medianNanos what half of the answers took at most
 * @param slowNanos what 99 of 100 answers took at most
 */
public record LoadReport(long requests, long nanos, long medianNanos, long slowNanos) {

    private static final double NANOS_PER_SECOND = 1e9;

    static LoadReport of(long nanos, List<Latencies> all) {
        long[] sorted = all.stream().flatMapToLong(Latencies::stream).sorted().toArray();
        return new LoadReport(sorted.length, nanos, part(sorted, 0.5), part(sorted, 0.99));
    }

    private static long part(long[] sorted, double part) {
        return Arrays.stream(sorted)
                .skip((long) (part * sorted.length))
                .findFirst()
                .orElse(0);
    }

    /** Returns how many requests were answered in a second. */
    public double requestsPerSecond() {
        return requests * NANOS_PER_SECOND / nanos;
    }
}
