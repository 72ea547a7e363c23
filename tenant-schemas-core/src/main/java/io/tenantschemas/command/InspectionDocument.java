package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding;
import io.tenantschemas.inspect.Part;
import io.tenantschemas.inspect.Repair;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.tenant.SchemaName;

/** What was found, for programs. */
final class InspectionDocument {

    private InspectionDocument() {}

    static Map<String, @Nullable Object> of(InspectionOutcome outcome) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("tenants", outcome.report().tenants());
        document.put("left", outcome.left().size());
        document.put("mended", outcome.mended().size());
        document.put("notes", outcome.notes().size());
        document.put(
                "findings",
                outcome.report().findings().stream()
                        .map(finding -> describe(finding, outcome.repair(finding)))
                        .toList());
        return document;
    }

    private static Map<String, @Nullable Object> describe(Finding finding, @Nullable Repair repair) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("kind", FindingKind.of(finding).id());
        described.put("note", finding.isNote());
        described.put(
                "schemas", finding.schemas().stream().map(SchemaName::value).toList());
        described.put("description", finding.describe());
        described.put("remedy", finding.remedy());
        described.put("repairable", finding.isRepairable());
        described.put("mended", repair instanceof Repair.Done);
        if (repair instanceof Repair.Failed failed) {
            described.put("failure", failed.reason());
        }
        addFacts(finding, described);
        return described;
    }

    private static void addFacts(Finding finding, Map<String, @Nullable Object> described) {
        if (finding instanceof Finding.TenantWithoutSchema missing) {
            described.put("tenant", missing.id());
            described.put("status", missing.status().name());
        } else if (finding instanceof Finding.UnbuiltTenant unbuilt) {
            described.put("tenant", unbuilt.id());
            described.put("status", unbuilt.status().name());
        } else if (finding instanceof Finding.MiswrittenType miswritten) {
            described.put("tenant", miswritten.id());
            described.put("type", miswritten.type());
            described.put("expected", miswritten.expected());
        } else if (finding instanceof Finding.TenantBeingDropped dropped) {
            described.put("tenant", dropped.id());
        } else if (finding instanceof Finding.UnusableTenant unusable) {
            described.put("tenant", unusable.id());
            described.put("schemaName", unusable.schemaName());
            described.put("status", unusable.status());
        } else if (finding instanceof Finding.Namesakes namesakes) {
            described.put("names", namesakes.names());
        } else if (finding instanceof Finding.DomainProblem domain) {
            described.put("problem", id(domain.problem()));
            described.put("domains", domain.domains());
            described.put("tenants", domain.tenants());
        } else if (finding instanceof Finding.SchemaWithoutTenant unclaimed) {
            described.put("content", id(unclaimed.content()));
        } else if (finding instanceof Finding.PendingMigrations pending) {
            described.put(
                    "files",
                    pending.migrations().stream().map(PendingMigration::script).toList());
        } else if (finding instanceof Finding.NameInSight inSight) {
            described.put("object", inSight.collision().kind());
            described.put("name", inSight.collision().name());
        } else if (finding instanceof Finding.ModelDeviation deviation) {
            described.put("problem", id(deviation.fault()));
            addPart(deviation.part(), described);
        } else if (finding instanceof Finding.ShapeDeviation deviation) {
            addPart(deviation.part(), described);
            described.put("expected", deviation.expected());
            described.put("actual", deviation.actual());
            described.put("like", deviation.like().value());
            described.put("others", deviation.others());
        } else if (finding instanceof Finding.InvalidIndex invalid) {
            described.put("table", invalid.table());
            described.put("name", invalid.index());
        }
    }

    private static void addPart(Part part, Map<String, @Nullable Object> described) {
        described.put("object", part.kind());
        described.put("table", part.table().isEmpty() ? null : part.table());
        described.put("name", part.name().isEmpty() ? null : part.name());
    }

    private static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
