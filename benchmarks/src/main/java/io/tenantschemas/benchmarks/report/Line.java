package io.tenantschemas.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.benchmarks.measure.Contestant;
import io.tenantschemas.benchmarks.measure.Round;
import io.tenantschemas.benchmarks.measure.ScenarioResult;
import io.tenantschemas.benchmarks.measure.Series;

/**
 * A contestant in a scenario.
 *
 * @param name the contestant's
 * @param requestsPerSecond of all rounds
 * @param medianMillis what half of the answers took at most, in the middle one of the rounds
 * @param slowMillis what 99 of 100 answers took at most, in the middle one of the rounds
 * @param applicationMillis how long processors worked for a request in the application
 * @param serverMillis how long in the server of the database
 * @param againstSingle what its throughput is to that of the application without tenants, if that took part
 * @param againstRecipe what its throughput is to that of the usual recipe, if that took part
 */
public record Line(
        String name,
        Summary requestsPerSecond,
        double medianMillis,
        double slowMillis,
        double applicationMillis,
        double serverMillis,
        @Nullable Summary againstSingle,
        @Nullable Summary againstRecipe) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Returns a line for each contestant. */
    public static List<Line> of(ScenarioResult result) {
        return result.series().stream().map(series -> of(series, result)).toList();
    }

    private static Line of(Series series, ScenarioResult result) {
        return new Line(
                series.name(),
                Summary.of(series.requestsPerSecond()),
                middle(series, round -> round.load().medianNanos() / NANOS_PER_MILLI),
                middle(series, round -> round.load().slowNanos() / NANOS_PER_MILLI),
                middle(series, Round::applicationMillisPerRequest),
                middle(series, Round::serverMillisPerRequest),
                against(Contestant.SINGLE, series, result).orElse(null),
                against(Contestant.RECIPE, series, result).orElse(null));
    }

    private static double middle(Series series, Function<Round, Double> what) {
        return Summary.of(series.rounds().stream().map(what).toList()).median();
    }

    private static Optional<Summary> against(String name, Series series, ScenarioResult result) {
        return result.series().stream()
                .filter(other -> other.name().equals(name))
                .map(other -> Summary.ofRatios(series.requestsPerSecond(), other.requestsPerSecond()))
                .findFirst();
    }
}
