package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * What came of measuring memory on one server.
 *
 * @param postgresql the server's version
 * @param java the version of all JVMs
 * @param series one for each contestant
 */
public record MemoryResult(String postgresql, String java, List<MemorySeries> series) {}
