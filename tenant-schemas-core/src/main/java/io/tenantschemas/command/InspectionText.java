package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tenantschemas.inspect.Finding;
import io.tenantschemas.inspect.Repair;

/** Writes what was found, for people: a line for each finding, with what to do about it, under what it has in common with others. */
final class InspectionText {

    private static final String NOTES = "Only worth knowing";

    private InspectionText() {}

    static void write(InspectionOutcome outcome, boolean isRepaired, PrintWriter out) {
        writeMended(outcome.mended(), out);
        byTitle(outcome.left()).forEach((title, findings) -> {
            heading(title, findings.size(), out);
            findings.forEach(finding -> writeFinding(finding, outcome, out));
        });
        List<Finding> notes = outcome.notes();
        if (!notes.isEmpty()) {
            heading(NOTES, notes.size(), out);
            notes.forEach(note -> writeFinding(note, outcome, out));
        }
        out.println(summary(outcome, isRepaired));
    }

    private static void writeMended(List<Repair.Done> mended, PrintWriter out) {
        if (!mended.isEmpty()) {
            heading("Mended", mended.size(), out);
            mended.forEach(done -> line(out, done.finding().describe() + ": " + done.what() + "."));
            out.println();
        }
    }

    private static void heading(String title, int count, PrintWriter out) {
        out.printf("%s (%s)%n", title, Numbers.grouped(count));
    }

    private static void writeFinding(Finding finding, InspectionOutcome outcome, PrintWriter out) {
        String reason = outcome.repair(finding) instanceof Repair.Failed failed
                ? " It could not be mended: " + withFullStop(failed.reason())
                : "";
        line(out, withFullStop(finding.describe()) + reason + " " + finding.remedy());
    }

    private static void line(PrintWriter out, String text) {
        // One line each, whatever a server or a driver says.
        out.println("  " + text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private static String withFullStop(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static Map<String, List<Finding>> byTitle(List<Finding> findings) {
        Map<String, List<Finding>> byTitle = new LinkedHashMap<>();
        findings.forEach(
                finding -> byTitle.computeIfAbsent(FindingKind.of(finding).title(), title -> new ArrayList<>())
                        .add(finding));
        return byTitle;
    }

    private static String summary(InspectionOutcome outcome, boolean isRepaired) {
        List<Finding> left = outcome.left();
        long repairable = left.stream().filter(Finding::isRepairable).count();
        StringBuilder summary = new StringBuilder(Numbers.count(outcome.report().tenants(), "tenant") + " looked at: ");
        summary.append(left.isEmpty() ? "nothing is left to do" : Numbers.count(left.size(), "thing") + " to do");
        if (isRepaired) {
            summary.append(", ")
                    .append(Numbers.grouped(outcome.mended().size()))
                    .append(" mended");
        } else if (repairable > 0) {
            summary.append(", of which --repair does ").append(Numbers.grouped(repairable));
        }
        if (!outcome.notes().isEmpty()) {
            summary.append(", ").append(Numbers.count(outcome.notes().size(), "note"));
        }
        return summary.append('.').toString();
    }
}
