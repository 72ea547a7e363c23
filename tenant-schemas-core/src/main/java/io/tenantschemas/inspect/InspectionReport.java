package io.tenantschemas.inspect;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tenantschemas.tenant.SchemaName;

/**
 * What was found.
 *
 * @param findings what does not fit together, in an order in which it can be mended
 * @param tenants how many tenants were looked at
 */
public record InspectionReport(List<Finding> findings, int tenants) {

    /** Copies the list. */
    public InspectionReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing was found but what is only worth knowing. */
    public boolean isClean() {
        return findings.stream().allMatch(Finding::isNote);
    }

    /** Returns what of it is about these schemas. */
    InspectionReport restrictedTo(Collection<SchemaName> schemas) {
        Set<SchemaName> wanted = Set.copyOf(schemas);
        return new InspectionReport(
                findings.stream()
                        .map(finding -> finding.restrictedTo(wanted))
                        .flatMap(Optional::stream)
                        .toList(),
                wanted.size());
    }
}
