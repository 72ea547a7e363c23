package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * What came of everything on one server.
 *
 * @param postgresql the server's version
 * @param java the version of all JVMs
 * @param roundTrips one for each contestant, or none if they were not counted
 * @param scenarios one for each scenario
 */
public record ServerResult(
        String postgresql, String java, List<RoundTrips> roundTrips, List<ScenarioResult> scenarios) {}
