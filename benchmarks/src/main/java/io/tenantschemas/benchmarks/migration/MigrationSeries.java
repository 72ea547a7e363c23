package io.tenantschemas.benchmarks.migration;

import java.util.List;

/**
 * What came of all rounds of one way.
 *
 * @param way which
 * @param rounds in the order of the rounds
 */
public record MigrationSeries(Way way, List<MigrationRound> rounds) {

    /** Returns how long each round took. */
    public List<Double> millis() {
        return rounds.stream().map(MigrationRound::millis).toList();
    }
}
