package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** Writes who failed and why, for people: each with all that is known as long as these are few, and how many have which reason. */
final class FailureSummary {

    /** So many reasons are named, the most frequent first. */
    static final int REASONS = 20;

    private FailureSummary() {}

    static void write(List<Failed> failed, PrintWriter out) {
        failed.stream().limit(FailureLines.MOST).forEach(failure -> writeFacts(failure, out));
        int others = failed.size() - FailureLines.MOST;
        if (others > 0) {
            out.printf(
                    "%n%s failed. With '--output=json' there is as much of each of them, and 'migration-status"
                            + " --pending-only' names them.%n",
                    Numbers.count(others, "other schema"));
        }
        if (failed.size() > 1) {
            writeReasons(failed, out);
        }
    }

    private static void writeFacts(Failed failed, PrintWriter out) {
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

    private static void writeReasons(List<Failed> failed, PrintWriter out) {
        Map<String, List<Failed>> byReason = failed.stream()
                .collect(Collectors.groupingBy(
                        failure -> reason(failure.failure()), LinkedHashMap::new, Collectors.toList()));
        TextTable table = new TextTable(TextTable.text("FAILED"), TextTable.text("REASON"));
        byReason.entrySet().stream()
                .sorted(Comparator.comparingInt(reason -> -reason.getValue().size()))
                .limit(REASONS)
                .forEach(reason -> table.add(names(reason.getValue()), reason.getKey()));
        out.println();
        table.write(out);
        int others = byReason.size() - REASONS;
        if (others > 0) {
            out.printf("and for %s.%n", Numbers.count(others, "other reason"));
        }
    }

    /** Returns what is the same for all that fail for the same reason; the detail names rows. */
    private static String reason(MigrationFailure failure) {
        return new MigrationFailure(
                        failure.message(),
                        failure.script(),
                        failure.line(),
                        null,
                        failure.sqlState(),
                        null,
                        null,
                        failure.undone())
                .describe();
    }

    private static String names(List<Failed> failed) {
        String first = failed.get(0).target().toString();
        return failed.size() == 1 ? first : first + " and " + Numbers.count(failed.size() - 1, "other");
    }
}
