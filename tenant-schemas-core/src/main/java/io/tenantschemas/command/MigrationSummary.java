package io.tenantschemas.command;

import java.io.PrintWriter;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** Writes how a run went, for people. */
final class MigrationSummary {

    private MigrationSummary() {}

    static void write(MigrationReport report, boolean dryRun, PrintWriter out) {
        out.println();
        if (dryRun) {
            out.printf(
                    "Nothing was changed. %s pending, %d up to date, %d failed, %d not tried (%d ms).%n",
                    Numbers.count(report.pending().size(), "schema"),
                    report.upToDate().size(),
                    report.failed().size(),
                    report.notTried().size(),
                    report.duration().toMillis());
        } else {
            out.printf(
                    "%s migrated, %d up to date, %d failed, %d not tried (%d ms).%n",
                    Numbers.count(report.migrated().size(), "schema"),
                    report.upToDate().size(),
                    report.failed().size(),
                    report.notTried().size(),
                    report.duration().toMillis());
        }
        String versions = MigrationStatusText.counts(report);
        if (!versions.isEmpty()) {
            out.printf("Versions now: %s.%n", versions);
        }
        if (!report.putOffs().isEmpty()) {
            out.printf(
                    "Put off because of locks: %s, %s in all.%n",
                    Numbers.count(report.putOffs().size(), "schema"),
                    Numbers.times(Numbers.sum(report.putOffs().values())));
        }
        report.failed().forEach(failed -> write(failed, out));
        if (!report.isComplete()) {
            out.printf("%nMend the cause and run the same command again: it does only what is left.%n");
        }
        out.flush();
    }

    private static void write(Failed failed, PrintWriter out) {
        MigrationFailure failure = failed.failure();
        out.printf("%nFailed: %s%n", failed.target());
        line(out, "file", failure.script());
        line(out, "line", failure.line());
        line(out, "statement", failure.statement());
        line(out, "SQLSTATE", failure.sqlState());
        line(out, "message", failure.message());
        line(out, "detail", failure.detail());
        line(out, "hint", failure.hint());
    }

    private static void line(PrintWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.printf("  %-10s %s%n", name + ":", value.toString().replaceAll("\\R", "\n" + " ".repeat(13)));
        }
    }
}
