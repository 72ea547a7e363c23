package io.tenantschemas.benchmarks.migration;

import java.util.List;

/**
 * The live heap of the library's JVM.
 *
 * @param tenants how many tenants there were
 * @param heaps one for each round
 */
public record HeapResult(int tenants, List<Heap> heaps) {}
