package io.tenantschemas.benchmarks.startup;

import java.util.List;

/**
 * What came of all rounds with so many tenants.
 *
 * @param tenants how many
 * @param startups in the order of the rounds
 */
public record StartupSeries(int tenants, List<Startup> startups) {}
