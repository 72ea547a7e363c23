package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * How memory grew, or did not.
 *
 * @param name the contestant's
 * @param requestsPerSecond of the middle one of the rounds between two samples
 * @param samples in the order of time
 */
public record MemorySeries(String name, double requestsPerSecond, List<MemorySample> samples) {}
