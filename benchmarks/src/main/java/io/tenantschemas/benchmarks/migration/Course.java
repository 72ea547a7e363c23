package io.tenantschemas.benchmarks.migration;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.tenantschemas.benchmarks.database.ManyTenants;

/**
 * Where all go through the same.
 *
 * @param tenants whom there is something to do for
 * @param expectation what is to be found afterwards
 * @param contenders starts those who do it
 * @param stopwatch measures them
 * @param settings how it is measured
 * @param progress is told what is done
 */
record Course(
        ManyTenants tenants,
        Expectation expectation,
        Contenders contenders,
        Stopwatch stopwatch,
        MigrationSettings settings,
        PrintStream progress) {

    /** Lets each way have its turn in each round. */
    List<MigrationSeries> rounds(Function<Way, MigrationRound> turn) {
        Map<Way, List<MigrationRound>> rounds = new EnumMap<>(Way.class);
        List<Way> order = new ArrayList<>(settings.ways());
        for (int round = 0; round < settings.rounds(); round++) {
            for (Way way : order) {
                MigrationRound measured = turn.apply(way);
                rounds.computeIfAbsent(way, first -> new ArrayList<>()).add(measured);
                progress.printf(
                        "  round %d of %d, %s: %.0f ms%n",
                        round + 1, settings.rounds(), way.title(), measured.millis());
            }
            // Whoever comes after a slow one has no more of that than the others.
            Collections.rotate(order, 1);
        }
        return settings.ways().stream()
                .map(way -> new MigrationSeries(way, rounds.getOrDefault(way, List.of())))
                .toList();
    }
}
