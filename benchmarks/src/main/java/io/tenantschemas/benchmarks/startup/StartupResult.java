package io.tenantschemas.benchmarks.startup;

import java.util.List;

/**
 * What came of starting on one server.
 *
 * @param postgresql the server's version
 * @param java the version of all JVMs
 * @param series one for each number of tenants
 */
public record StartupResult(String postgresql, String java, List<StartupSeries> series) {}
