package io.tenantschemas.benchmarks.measure;

import java.util.List;

/**
 * What came of all rounds of a contestant.
 *
 * @param name the contestant's
 * @param rounds in the order of the rounds
 */
public record Series(String name, List<Round> rounds) {

    /** Returns the requests per second of each round. */
    public List<Double> requestsPerSecond() {
        return rounds.stream().map(round -> round.load().requestsPerSecond()).toList();
    }
}
