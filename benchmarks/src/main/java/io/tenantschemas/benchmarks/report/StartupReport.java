package io.tenantschemas.benchmarks.report;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.tenantschemas.benchmarks.startup.Startup;
import io.tenantschemas.benchmarks.startup.StartupResult;
import io.tenantschemas.benchmarks.startup.StartupSeries;
import io.tenantschemas.benchmarks.startup.StartupSettings;

/**
 * What is told of starting.
 *
 * @param date when it was measured
 * @param machine where
 * @param command with which options
 * @param settings how
 * @param servers what came of it, on each server
 */
public record StartupReport(
        LocalDate date, Machine machine, String command, StartupSettings settings, List<StartupResult> servers) {

    private static final List<String> HEAD = List.of(
            "tenants",
            "seconds until started, median",
            "quartiles",
            "until the first answer, median",
            "quartiles",
            "processor seconds",
            "median until started, against the first line",
            "round by round");

    private static final double MILLIS = 1000;

    /** Writes numbers and text. */
    public void write(Report report) {
        report.writeNumbers(this);
        report.writeText("""
            # Measured on %s

            Written by the [benchmarks](../benchmarks.md).

            - %s
            - JDK %s; PostgreSQL %s
            - %d rounds, in which the application is started once for each number of tenants; JVM options `%s`
            - options of the command: `%s`

            """.formatted(
                                date,
                                machine,
                                servers.get(0).java(),
                                servers.stream().map(StartupResult::postgresql).collect(Collectors.joining(", ")),
                                settings.rounds(),
                                String.join(" ", settings.jvmOptions()),
                                command)
                + servers.stream().map(StartupReport::text).collect(Collectors.joining("\n")));
    }

    private static String text(StartupResult server) {
        StartupSeries first = server.series().get(0);
        return "## PostgreSQL %s\n\n%s"
                .formatted(
                        server.postgresql(),
                        Markdown.table(
                                HEAD,
                                server.series().stream()
                                        .map(series -> row(series, first))
                                        .toList()));
    }

    private static List<String> row(StartupSeries series, StartupSeries first) {
        List<Double> started = seconds(series, Startup::startedMillis);
        Summary median = Summary.of(started);
        Summary answered = Summary.of(seconds(series, Startup::answeredMillis));
        List<Double> compared = seconds(first, Startup::startedMillis);
        return List.of(
                Markdown.grouped(series.tenants()),
                Markdown.decimal(median.median()),
                Markdown.quartiles(median),
                Markdown.decimal(answered.median()),
                Markdown.quartiles(answered),
                Markdown.decimal(
                        Summary.of(seconds(series, Startup::processorMillis)).median()),
                Markdown.decimal(median.median() / Summary.of(compared).median()),
                Markdown.ratio(Summary.ofRatios(started, compared)));
    }

    private static List<Double> seconds(StartupSeries series, ToDoubleFunction<Startup> what) {
        return series.startups().stream()
                .map(startup -> what.applyAsDouble(startup) / MILLIS)
                .toList();
    }
}
