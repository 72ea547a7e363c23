package io.tenantschemas.benchmarks;

import picocli.CommandLine.Option;

/** In how many rounds all have their turn, and in which order. */
final class RoundOptions {

    @Option(names = "--rounds", description = "How many rounds count.")
    private int rounds;

    @Option(names = "--seed", description = "Where the orders are drawn from in which turns come in each round.")
    private long seed = 1;

    /** Creates options; so many rounds unless another number is named. */
    RoundOptions(int rounds) {
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }

    long seed() {
        return seed;
    }
}
