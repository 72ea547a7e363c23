package io.tenantschemas.benchmarks.report;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.benchmarks.measure.RoundTrips;
import io.tenantschemas.benchmarks.measure.ScenarioResult;
import io.tenantschemas.benchmarks.measure.ServerResult;
import io.tenantschemas.benchmarks.measure.Settings;

/**
 * What is told of throughput and round trips.
 *
 * @param date when it was measured
 * @param machine where
 * @param command with which options
 * @param settings how
 * @param servers what came of it, on each server
 */
public record ThroughputReport(
        LocalDate date, Machine machine, String command, Settings settings, List<ServerResult> servers) {

    private static final List<String> LINE_HEAD = List.of(
            "",
            "requests/s, median",
            "quartiles",
            "fastest fifth",
            "against single tenant",
            "against usual recipe",
            "median ms",
            "99 % ms",
            "processor ms, application",
            "processor ms, server");

    private static final List<String> TRIPS_HEAD = List.of(
            "",
            "statements",
            "round trips, same tenant",
            "round trips, other tenant",
            "ms at the database, same tenant",
            "ms, other tenant",
            "other against same");

    /** Writes numbers, text and plot. */
    public void write(Report report) {
        report.writeNumbers(this);
        report.writeText(text(report.name()));
        if (settings.rounds() > 0) {
            report.writePlot(
                    new BarPlot("Requests per second against the single-tenant application", 1, groups()).svg());
        }
    }

    private String text(String name) {
        return """
            # Measured on %s

            %s

            - %s
            - JDK %s; PostgreSQL %s
            %s- options of the command: `%s`

            %s""".formatted(
                                date,
                                "Written by the [benchmarks](../benchmarks.md).",
                                machine,
                                servers.get(0).java(),
                                servers.stream().map(ServerResult::postgresql).collect(Collectors.joining(", ")),
                                settings.rounds() == 0 ? "" : rounds(),
                                command,
                                settings.rounds() == 0 ? "" : plot(name))
                + servers.stream().map(ThroughputReport::text).collect(Collectors.joining("\n"));
    }

    private String rounds() {
        return """
            - %d rounds of %s s for each, one after the other in each round; %d requests at a time, pools of %d
              connections; JVM options `%s`
            """.formatted(
                        settings.rounds(),
                        settings.roundMillis() / 1000.0,
                        settings.connections(),
                        settings.pool(),
                        String.join(" ", settings.jvmOptions()));
    }

    private static String plot(String name) {
        return """
            ![Requests per second against the single-tenant application](%s.svg)

            Ratios are medians of the ratios in each round, with their quartiles.

            """.formatted(name);
    }

    private static String text(ServerResult server) {
        return Stream.concat(
                        server.roundTrips().isEmpty() ? Stream.empty() : Stream.of(tripsText(server)),
                        server.scenarios().stream().map(scenario -> text(server, scenario)))
                .collect(Collectors.joining("\n"));
    }

    private static String text(ServerResult server, ScenarioResult scenario) {
        return "## %s\n\n%s".formatted(title(server, scenario), Markdown.table(LINE_HEAD, rows(scenario)));
    }

    private static String title(ServerResult server, ScenarioResult scenario) {
        return "PostgreSQL %s, %s"
                .formatted(server.postgresql(), scenario.scenario().title());
    }

    private static List<List<String>> rows(ScenarioResult scenario) {
        return Line.of(scenario).stream().map(ThroughputReport::row).toList();
    }

    private static List<String> row(Line line) {
        Summary requests = line.requestsPerSecond();
        return List.of(
                line.name(),
                Markdown.whole(requests.median()),
                Markdown.whole(requests.lowerQuartile()) + "–" + Markdown.whole(requests.upperQuartile()),
                Markdown.whole(requests.highestFifth()),
                Markdown.ratio(line.againstSingle()),
                Markdown.ratio(line.againstRecipe()),
                Markdown.decimal(line.medianMillis()),
                Markdown.decimal(line.slowMillis()),
                Markdown.decimal(line.applicationMillis()),
                Markdown.decimal(line.serverMillis()));
    }

    private static String tripsText(ServerResult server) {
        return "## PostgreSQL %s, one warm request on one connection\n\n%s"
                .formatted(
                        server.postgresql(),
                        Markdown.table(
                                TRIPS_HEAD,
                                server.roundTrips().stream()
                                        .map(ThroughputReport::row)
                                        .toList()));
    }

    private static List<String> row(RoundTrips trips) {
        RoundTrips.PerRequest same = trips.sameTenant();
        RoundTrips.PerRequest other = trips.otherTenant();
        return List.of(
                trips.name(),
                count(same.statements(), other.statements()),
                Markdown.decimal(same.roundTrips()),
                Markdown.decimal(other.roundTrips()),
                Markdown.decimal(same.millis()),
                Markdown.decimal(other.millis()),
                Markdown.decimal(other.millis() / same.millis()));
    }

    private static String count(double same, double other) {
        return same == other ? Markdown.decimal(same) : Markdown.decimal(same) + " / " + Markdown.decimal(other);
    }

    private List<BarPlot.Group> groups() {
        return servers.stream()
                .flatMap(server -> server.scenarios().stream().map(scenario -> group(server, scenario)))
                .toList();
    }

    private static BarPlot.Group group(ServerResult server, ScenarioResult scenario) {
        return new BarPlot.Group(
                title(server, scenario),
                Line.of(scenario).stream()
                        .flatMap(line -> Stream.ofNullable(line.againstSingle())
                                .map(ratio -> new BarPlot.Bar(
                                        line.name(), ratio.median(), ratio.lowerQuartile(), ratio.upperQuartile())))
                        .toList());
    }
}
