package io.tenantschemas.benchmarks.migration;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.measure.Orders;

/**
 * Where all go through the same.
 *
 * @param tenants whom there is something to do for
 * @param expectation what is to be found afterwards
 * @param contenders starts those who do it
 * @param stopwatch measures them
 * @param orders say who comes when in a round
 * @param settings how it is measured
 * @param progress is told what is done
 */
record Course(
        ManyTenants tenants,
        Expectation expectation,
        Contenders contenders,
        Stopwatch stopwatch,
        Orders orders,
        MigrationSettings settings,
        PrintStream progress) {

    /** Lets each way have its turn in each round. */
    List<MigrationSeries> rounds(Function<Way, MigrationRound> turn) {
        Map<Way, List<MigrationRound>> rounds = new EnumMap<>(Way.class);
        List<List<Way>> drawn = orders.of(settings.ways(), settings.rounds());
        for (int round = 0; round < drawn.size(); round++) {
            for (Way way : drawn.get(round)) {
                MigrationRound measured = turn.apply(way);
                rounds.computeIfAbsent(way, first -> new ArrayList<>()).add(measured);
                progress.printf(
                        "  round %d of %d, %s: %.0f ms%n",
                        round + 1, settings.rounds(), way.title(), measured.millis());
            }
        }
        return settings.ways().stream()
                .map(way -> new MigrationSeries(way, rounds.getOrDefault(way, List.of())))
                .toList();
    }
}
