package io.tenantschemas.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.SchemaMigrationResult;

/** Writes how a run went, for people: first who failed, and at the end, where one looks first, how many of what there are. */
final class MigrationSummary {

    private final MigrationReport report;

    private final boolean dryRun;

    private final PrintWriter out;

    private MigrationSummary(MigrationReport report, boolean dryRun, PrintWriter out) {
        this.report = report;
        this.dryRun = dryRun;
        this.out = out;
    }

    static void write(MigrationReport report, boolean dryRun, PrintWriter out) {
        new MigrationSummary(report, dryRun, out).write();
    }

    private void write() {
        FailureSummary.write(report.failed(), out);
        out.println();
        table().write(out);
        out.println();
        if (!report.putOffs().isEmpty()) {
            out.printf(
                    "Put off because of locks: %s, %s in all.%n",
                    Numbers.count(report.putOffs().size(), "schema"),
                    Numbers.times(Numbers.sum(report.putOffs().values())));
        }
        // In one line, for those who look for it in a log.
        out.printf(
                "%s, %d up to date, %d failed, %d not tried (%s).%n",
                dryRun
                        ? "Nothing was changed. "
                                + Numbers.count(report.pending().size(), "schema") + " pending"
                        : Numbers.count(report.migrated().size(), "schema") + " migrated",
                report.upToDate().size(),
                report.failed().size(),
                report.notTried().size(),
                time());
        if (!report.isComplete()) {
            out.printf(
                    "%n%s the same command again: it does only what is left.%n",
                    report.failed().isEmpty() ? "Run" : "Mend the cause and run");
        }
        out.flush();
    }

    private TextTable table() {
        List<TextTable.Column> columns =
                new ArrayList<>(List.of(TextTable.text("RESULT"), TextTable.number("SCHEMAS")));
        if (!report.putOffs().isEmpty()) {
            columns.add(TextTable.number("PUT OFF"));
        }
        columns.add(TextTable.text("VERSIONS NOW"));
        TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
        if (dryRun) {
            add("pending", report.pending(), table);
        } else {
            add("migrated", report.migrated(), table);
        }
        add("up to date", report.upToDate(), table);
        add("failed", report.failed(), table);
        add("not tried", report.notTried(), table);
        add("all", report.results(), table);
        return table;
    }

    private void add(String result, List<? extends SchemaMigrationResult> schemas, TextTable table) {
        Stream.Builder<String> cells = Stream.builder();
        cells.add(result).add(Numbers.grouped(schemas.size()));
        if (!report.putOffs().isEmpty()) {
            cells.add(Numbers.grouped(schemas.stream()
                    .filter(schema -> report.putOffs().containsKey(schema.target()))
                    .count()));
        }
        cells.add(MigrationStatusText.counts(versions(schemas)));
        table.add(cells.build().toArray(String[]::new));
    }

    private static Map<String, Long> versions(List<? extends SchemaMigrationResult> schemas) {
        return new MigrationReport(List.copyOf(schemas), Duration.ZERO, Map.of()).versions();
    }

    /** Returns how long it took and, unless that was over before one could count, how many schemas it were in a second. */
    private String time() {
        long millis = report.duration().toMillis();
        int tried = report.results().size() - report.notTried().size();
        return Numbers.duration(report.duration())
                + (millis < 1000 ? "" : String.format(Locale.ROOT, ", %.1f/s", tried * 1000.0 / millis));
    }
}
