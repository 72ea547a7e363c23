package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** Writes how far schemas are, for people. */
final class MigrationStatusText {

    private MigrationStatusText() {}

    static void write(MigrationReport report, boolean pendingOnly, PrintWriter out) {
        TextTable table = new TextTable(TextTable.text("SCHEMA"), TextTable.text("VERSION"), TextTable.text("STATE"));
        report.results().stream()
                .filter(result -> !(pendingOnly && result instanceof UpToDate))
                .forEach(result -> table.add(result.target().toString(), version(result), state(result)));
        table.write(out);
        out.printf(
                "%n%s: %s. %d pending, %d failed.%n",
                Numbers.count(report.results().size(), "schema"),
                versions(report),
                report.pending().size(),
                report.failed().size());
        out.flush();
    }

    private static String version(SchemaMigrationResult result) {
        if (result instanceof Pending pending) {
            return text(pending.version());
        }
        return result instanceof UpToDate upToDate ? text(upToDate.version()) : "?";
    }

    private static String text(@Nullable String version) {
        return version == null ? "-" : version;
    }

    private static String state(SchemaMigrationResult result) {
        if (result instanceof Failed failed) {
            return "FAILED: " + failed.failure().describe();
        }
        if (result instanceof Pending pending) {
            return pending.migrations().size() + " pending: "
                    + pending.migrations().stream()
                            .map(PendingMigration::script)
                            .collect(Collectors.joining(", "));
        }
        return result instanceof UpToDate ? "up to date" : "not looked at";
    }

    private static String versions(MigrationReport report) {
        String counts = counts(report.versions());
        return counts.isEmpty() ? "no version known" : counts;
    }

    /** Returns how many schemas have which version, such as "9,998 at 12, 2 at 11"; empty if none is known. */
    static String counts(Map<String, Long> versions) {
        return versions.entrySet().stream().map(MigrationStatusText::count).collect(Collectors.joining(", "));
    }

    private static String count(Map.Entry<String, Long> count) {
        return String.format(
                Locale.ROOT,
                "%,d %s",
                count.getValue(),
                count.getKey().isEmpty() ? "without a version" : "at " + count.getKey());
    }
}
