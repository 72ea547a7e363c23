package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param scenario which
 * @param series one for each contestant; what is at the same place in each was measured in the same round
 */
public record ScenarioResult(Scenario scenario, List<Series> series) {}
