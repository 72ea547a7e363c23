package io.tenantschemas.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.benchmarks.migration.MigrationRound;
import io.tenantschemas.benchmarks.migration.MigrationSeries;
import io.tenantschemas.benchmarks.migration.TurnResult;
import io.tenantschemas.benchmarks.migration.Way;

/**
 * A way to migrate, with one thing to do.
 *
 * @param name the way's
 * @param seconds how long each round took
 * @param millisPerSchema how long the middle one took for each schema
 * @param applicationMillis how long processors worked for a schema in whoever migrated
 * @param serverMillis how long in the server of the database
 * @param againstPsql how much longer it took than with {@code psql}, if that took part
 * @param againstFlyway how much longer it took than with Flyway, if that took part
 */
public record MigrationLine(
        String name,
        Summary seconds,
        double millisPerSchema,
        double applicationMillis,
        double serverMillis,
        @Nullable Summary againstPsql,
        @Nullable Summary againstFlyway) {

    private static final double MILLIS = 1000;

    /** Returns a line for each way. */
    public static List<MigrationLine> of(TurnResult result) {
        return result.series().stream().map(series -> of(series, result)).toList();
    }

    private static MigrationLine of(MigrationSeries series, TurnResult result) {
        return new MigrationLine(
                series.way().title(),
                summary(series, round -> round.millis() / MILLIS),
                perSchema(series, MigrationRound::millis),
                perSchema(series, MigrationRound::applicationMillis),
                perSchema(series, MigrationRound::serverMillis),
                against(Way.PSQL, series, result).orElse(null),
                against(Way.FLYWAY, series, result).orElse(null));
    }

    private static double perSchema(MigrationSeries series, Function<MigrationRound, Double> what) {
        return summary(series, round -> what.apply(round) / round.schemas()).median();
    }

    private static Summary summary(MigrationSeries series, Function<MigrationRound, Double> what) {
        return Summary.of(series.rounds().stream().map(what).toList());
    }

    private static Optional<Summary> against(Way way, MigrationSeries series, TurnResult result) {
        return result.series().stream()
                .filter(other -> other.way() == way && series.way() != way)
                .map(other -> Summary.ofRatios(series.millis(), other.millis()))
                .findFirst();
    }
}
