package io.tenantschemas.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

import io.tenantschemas.benchmarks.migration.Heap;
import io.tenantschemas.benchmarks.migration.HeapResult;

/**
 * Live heap with so many tenants, in MB.
 *
 * @param tenants how many
 * @param before when the application was up
 * @param after when all tenants were through
 * @param more the median of that, less that with the fewest tenants
 */
public record HeapLine(int tenants, Summary before, Summary after, double more) {

    private static final double MEGABYTE = 1024.0 * 1024;

    /** Returns a line for each number of tenants. */
    public static List<HeapLine> of(List<HeapResult> results) {
        double least = results.stream()
                .min(Comparator.comparingInt(HeapResult::tenants))
                .map(result -> summary(result, Heap::after).median())
                .orElse(0.0);
        return results.stream().map(result -> of(result, least)).toList();
    }

    private static HeapLine of(HeapResult result, double least) {
        Summary after = summary(result, Heap::after);
        return new HeapLine(result.tenants(), summary(result, Heap::before), after, after.median() - least);
    }

    private static Summary summary(HeapResult result, ToLongFunction<Heap> which) {
        return Summary.of(result.heaps().stream()
                .map(heap -> which.applyAsLong(heap) / MEGABYTE)
                .toList());
    }
}
