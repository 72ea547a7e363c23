package io.tenantschemas.benchmarks.report;

import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import io.tenantschemas.benchmarks.measure.MemoryResult;
import io.tenantschemas.benchmarks.measure.MemorySample;
import io.tenantschemas.benchmarks.measure.MemorySeries;
import io.tenantschemas.benchmarks.measure.MemorySettings;

/**
 * What is told of memory.
 *
 * @param date when it was measured
 * @param machine where
 * @param settings how
 * @param servers what came of it, on each server
 */
public record MemoryReport(LocalDate date, Machine machine, MemorySettings settings, List<MemoryResult> servers) {

    private static final List<String> HEAD = List.of(
            "",
            "requests",
            "requests/s",
            "largest process (RSS), most",
            "its own part, most",
            "all processes' own part, most",
            "at the end",
            "all processes (PSS), most",
            "at the end");

    /** Writes numbers, text and plot. */
    public void write(Report report) {
        report.writeNumbers(this);
        report.writeText(text(report.name()));
        report.writePlot(new LinePlot("MB that all processes have for themselves, over requests", curves()).svg());
    }

    private String text(String name) {
        return """
            # Measured on %s

            %s

            - %s
            - JDK %s; PostgreSQL %s
            - %d tenants evenly, looked at %d times after %s s each; %d requests at a time, a pool of %d connections

            ![Memory over requests](%s.svg)

            In MB. A process's own part is what it does not share with others: all but the buffers and the program.

            """.formatted(
                                date,
                                "Written by the [benchmarks](../benchmarks.md).",
                                machine,
                                servers.get(0).java(),
                                servers.stream().map(MemoryResult::postgresql).collect(Collectors.joining(", ")),
                                settings.tenants(),
                                settings.samples(),
                                settings.sampleMillis() / 1000.0,
                                settings.connections(),
                                settings.pool(),
                                name)
                + servers.stream().map(MemoryReport::text).collect(Collectors.joining("\n"));
    }

    private static String text(MemoryResult server) {
        return "## PostgreSQL %s\n\n%s"
                .formatted(
                        server.postgresql(),
                        Markdown.table(
                                HEAD,
                                server.series().stream().map(MemoryReport::row).toList()));
    }

    private static List<String> row(MemorySeries series) {
        MemorySample last = series.samples().get(series.samples().size() - 1);
        return List.of(
                series.name(),
                Long.toString(last.requests()),
                Markdown.whole(series.requestsPerSecond()),
                most(series, MemorySample::resident),
                most(series, MemorySample::own),
                most(series, MemorySample::allOwn),
                megabytes(last.allOwn()),
                most(series, MemorySample::allProportional),
                megabytes(last.allProportional()));
    }

    private static String most(MemorySeries series, ToLongFunction<MemorySample> part) {
        return megabytes(series.samples().stream().mapToLong(part).max().orElse(0));
    }

    private static String megabytes(long kilobytes) {
        return Markdown.whole(kilobytes / 1024.0);
    }

    private List<LinePlot.Curve> curves() {
        return servers.stream()
                .flatMap(server -> server.series().stream()
                        .map(series -> new LinePlot.Curve(
                                "PostgreSQL %s, %s".formatted(server.postgresql(), series.name()),
                                series.samples().stream()
                                        .map(sample -> new LinePlot.Point(sample.requests(), sample.allOwn() / 1024.0))
                                        .toList())))
                .toList();
    }
}
