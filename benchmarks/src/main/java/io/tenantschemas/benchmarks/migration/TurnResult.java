package io.tenantschemas.benchmarks.migration;

import java.util.List;

/**
 * What came of one thing to do.
 *
 * @param turn what there was to do
 * @param tenants how many tenants there were
 * @param series one for each way
 */
public record TurnResult(Turn turn, int tenants, List<MigrationSeries> series) {}
