package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * How it is measured on one server.
 *
 * @param contestants who takes part
 * @param scenarios what all go through, one after the other
 * @param countedRequests of how many requests together the round trips are counted; 0 if they are not
 * @param rounds how many rounds count
 * @param seed where the order of turns in each round is drawn from
 * @param roundMillis how long each contestant is loaded in a round
 * @param warmUpMillis how long each is loaded before, and for each tenant longer than that by {@code warmUpMillisPerTenant}
 * @param warmUpMillisPerTenant see there
 * @param connections how many requests are under way at the same time
 * @param pool how many connections to the database each has
 * @param jvmOptions for the JVM of each
 */
public record Settings(
        List<Contestant> contestants,
        List<Scenario> scenarios,
        int countedRequests,
        int rounds,
        long seed,
        long roundMillis,
        long warmUpMillis,
        long warmUpMillisPerTenant,
        int connections,
        int pool,
        List<String> jvmOptions) {

    int mostTenants() {
        return scenarios.stream().mapToInt(Scenario::tenants).max().orElse(1);
    }

    boolean needRoles() {
        return contestants.stream().anyMatch(Contestant::needsRoles);
    }

    long warmUpMillis(Scenario scenario) {
        return warmUpMillis + warmUpMillisPerTenant * scenario.tenants();
    }
}
