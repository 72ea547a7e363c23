package io.tenantschemas.benchmarks.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.benchmarks.migration.MigrationResult;
import io.tenantschemas.benchmarks.migration.MigrationSettings;
import io.tenantschemas.benchmarks.migration.TurnResult;

/**
 * What is told of migrating.
 *
 * @param date when it was measured
 * @param machine where
 * @param command with which options
 * @param settings how
 * @param servers what came of it, on each server
 */
public record MigrationReport(
        LocalDate date, Machine machine, String command, MigrationSettings settings, List<MigrationResult> servers) {

    private static final List<String> HEAD = List.of(
            "",
            "seconds, median",
            "quartiles",
            "ms for each tenant",
            "against parallel psql",
            "against Flyway loop",
            "processor ms for each tenant, application",
            "server");

    private static final List<String> HEAP_HEAD = List.of(
            "tenants", "MB after start-up", "MB at the summary", "quartiles", "more than with the fewest tenants");

    /** Writes numbers and text. */
    public void write(Report report) {
        report.writeNumbers(this);
        report.writeText(text());
    }

    private String text() {
        return """
            # Measured on %s

            %s

            - %s
            - JDK %s; PostgreSQL %s
            - tables of `%s`; %d tenants at the same time in each way; %d rounds, in which each way has its turn; JVM
              options `%s`
            - options of the command: `%s`

            Ratios are medians of the ratios in each round, with their quartiles.

            """.formatted(
                        date,
                        "Written by the [benchmarks](../benchmarks.md).",
                        machine,
                        servers.get(0).java(),
                        servers.stream().map(MigrationResult::postgresql).collect(Collectors.joining(", ")),
                        settings.tables().name().toLowerCase(Locale.ROOT),
                        settings.parallelism(),
                        settings.rounds(),
                        String.join(" ", settings.jvmOptions()),
                        command)
                + servers.stream().flatMap(MigrationReport::parts).collect(Collectors.joining("\n"));
    }

    private static Stream<String> parts(MigrationResult server) {
        return Stream.concat(
                server.turns().stream().map(turn -> text(server, turn)),
                server.heaps().isEmpty() ? Stream.empty() : Stream.of(heaps(server)));
    }

    private static String text(MigrationResult server, TurnResult turn) {
        return "## PostgreSQL %s, %s tenants, %s\n\n%s"
                .formatted(
                        server.postgresql(),
                        Markdown.grouped(turn.tenants()),
                        turn.turn().title(),
                        Markdown.table(
                                HEAD,
                                MigrationLine.of(turn).stream()
                                        .map(MigrationReport::row)
                                        .toList()));
    }

    private static List<String> row(MigrationLine line) {
        return List.of(
                line.name(),
                Markdown.decimal(line.seconds().median()),
                Markdown.quartiles(line.seconds()),
                Markdown.decimal(line.millisPerSchema()),
                Markdown.ratio(line.againstPsql()),
                Markdown.ratio(line.againstFlyway()),
                Markdown.decimal(line.applicationMillis()),
                Markdown.decimal(line.serverMillis()));
    }

    private static String heaps(MigrationResult server) {
        return "## PostgreSQL %s, live heap of the library's JVM, one migration for each tenant\n\n%s"
                .formatted(
                        server.postgresql(),
                        Markdown.table(
                                HEAP_HEAD,
                                HeapLine.of(server.heaps()).stream()
                                        .map(MigrationReport::row)
                                        .toList()));
    }

    private static List<String> row(HeapLine line) {
        return List.of(
                Markdown.grouped(line.tenants()),
                Markdown.decimal(line.before().median()),
                Markdown.decimal(line.after().median()),
                Markdown.quartiles(line.after()),
                Markdown.decimal(line.more()));
    }
}
