package io.tenantschemas.benchmarks.migration;

import java.util.List;

/**
 * What came of migrating on one server.
 *
 * @param postgresql the server's version
 * @param java the version of all JVMs
 * @param turns one for each number of tenants and what there was to do
 * @param heaps one for each number of tenants, or none if memory was not looked at
 */
public record MigrationResult(String postgresql, String java, List<TurnResult> turns, List<HeapResult> heaps) {}
