package io.tenantschemas.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding;
import io.tenantschemas.inspect.InspectionReport;
import io.tenantschemas.inspect.Repair;

/**
 * What was found, and what became of it.
 *
 * @param report what was found
 * @param repairs what became of what was to be mended
 */
record InspectionOutcome(InspectionReport report, Map<Finding, Repair> repairs) {

    static InspectionOutcome of(InspectionReport report, List<Repair> repairs) {
        Map<Finding, Repair> byFinding = new HashMap<>();
        repairs.forEach(repair -> byFinding.put(repair.finding(), repair));
        return new InspectionOutcome(report, byFinding);
    }

    @Nullable
    Repair repair(Finding finding) {
        return repairs.get(finding);
    }

    List<Repair.Done> mended() {
        return report.findings().stream()
                .map(this::repair)
                .filter(Repair.Done.class::isInstance)
                .map(Repair.Done.class::cast)
                .toList();
    }

    List<Finding> notes() {
        return report.findings().stream().filter(Finding::isNote).toList();
    }

    List<Finding> left() {
        return report.findings().stream()
                .filter(finding -> !finding.isNote() && !(repair(finding) instanceof Repair.Done))
                .toList();
    }
}
