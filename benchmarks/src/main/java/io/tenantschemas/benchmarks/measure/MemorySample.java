package io.tenantschemas.benchmarks.measure;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The memory of an application's processes at the server at one time, in kilobytes.
 *
 * @param requests how many requests were answered before
 * @param processes how many processes there are
 * @param resident what the largest has in use
 * @param own what the largest has for itself
 * @param allOwn what all have for themselves together
 * @param allProportional what all have together, each with its part of what they share
 */
public record MemorySample(long requests, int processes, long resident, long own, long allOwn, long allProportional) {

    static MemorySample of(long requests, List<ProcessMemory> processes) {
        return new MemorySample(
                requests,
                processes.size(),
                largest(processes, ProcessMemory::resident),
                largest(processes, ProcessMemory::own),
                sum(processes, ProcessMemory::own),
                sum(processes, ProcessMemory::proportional));
    }

    private static long largest(List<ProcessMemory> processes, ToLongFunction<ProcessMemory> part) {
        return processes.stream().mapToLong(part).max().orElse(0);
    }

    private static long sum(List<ProcessMemory> processes, ToLongFunction<ProcessMemory> part) {
        return processes.stream().mapToLong(part).sum();
    }
}
