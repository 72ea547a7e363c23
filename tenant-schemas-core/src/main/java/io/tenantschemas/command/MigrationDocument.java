package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationPlan;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** How a run went, for programs. */
final class MigrationDocument {

    private MigrationDocument() {}

    static Map<String, @Nullable Object> of(MigrationReport report) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("migrated", report.migrated().size());
        document.put("upToDate", report.upToDate().size());
        document.put("pending", report.pending().size());
        document.put("failed", report.failed().size());
        document.put("notTried", report.notTried().size());
        document.put("putOffs", Numbers.sum(report.putOffs().values()));
        document.put("durationMillis", report.duration().toMillis());
        document.put(
                "schemas",
                report.results().stream()
                        .map(result -> describe(result, report.putOffs().getOrDefault(result.target(), 0)))
                        .toList());
        return document;
    }

    /** Tells also which tenants were made, where any were to be. */
    static Map<String, @Nullable Object> of(MigrationReport report, MadeTenants made) {
        Map<String, @Nullable Object> document = of(report);
        if (!made.results().isEmpty()) {
            document.put("made", made.document());
        }
        return document;
    }

    private static Map<String, @Nullable Object> describe(SchemaMigrationResult result, int putOffs) {
        Map<String, @Nullable Object> described = describe(result);
        if (putOffs > 0) {
            described.put("putOffs", putOffs);
        }
        return described;
    }

    static Map<String, @Nullable Object> of(MigrationReport report, List<MigrationPlan> plans) {
        Map<String, @Nullable Object> document = of(report);
        document.put("plans", plans.stream().map(MigrationDocument::describe).toList());
        return document;
    }

    private static Map<String, @Nullable Object> describe(MigrationPlan plan) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put(
                "schemas",
                plan.targets().stream().map(target -> target.schema().value()).toList());
        described.put("differs", plan.differs());
        described.put(
                "migrations",
                plan.migrations().stream().map(MigrationDocument::describe).toList());
        return described;
    }

    private static Map<String, @Nullable Object> describe(PlannedMigration planned) {
        Map<String, @Nullable Object> described = describe(planned.migration());
        described.put("kind", planned.kind());
        described.put("sql", planned.sql());
        return described;
    }

    static Map<String, @Nullable Object> ofStatus(MigrationReport report, boolean pendingOnly) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("upToDate", report.upToDate().size());
        document.put("pending", report.pending().size());
        document.put("failed", report.failed().size());
        document.put("versions", report.versions());
        document.put(
                "schemas",
                report.results().stream()
                        .filter(result -> !(pendingOnly && result instanceof UpToDate))
                        .map(MigrationDocument::describe)
                        .toList());
        return document;
    }

    private static Map<String, @Nullable Object> describe(SchemaMigrationResult result) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("schema", result.target().schema().value());
        described.put("scope", result.target().scope().name().toLowerCase(Locale.ROOT));
        if (result instanceof Migrated migrated) {
            described.put("result", "migrated");
            described.put("from", migrated.from());
            described.put("to", migrated.to());
            described.put("migrations", migrated.count());
            described.put("durationMillis", migrated.duration().toMillis());
        } else if (result instanceof UpToDate upToDate) {
            described.put("result", "up-to-date");
            described.put("version", upToDate.version());
        } else if (result instanceof Pending pending) {
            described.put("result", "pending");
            described.put("version", pending.version());
            described.put(
                    "pending",
                    pending.migrations().stream()
                            .map(MigrationDocument::describe)
                            .toList());
        } else if (result instanceof Failed failed) {
            described.put("result", "failed");
            described.put("failure", describe(failed.failure()));
        } else {
            described.put("result", "not-tried");
        }
        return described;
    }

    private static Map<String, @Nullable Object> describe(PendingMigration migration) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("version", migration.version());
        described.put("description", migration.description());
        described.put("file", migration.script());
        described.put("transactional", migration.transactional());
        return described;
    }

    private static Map<String, @Nullable Object> describe(MigrationFailure failure) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("file", failure.script());
        described.put("line", failure.line());
        described.put("statement", failure.statement());
        described.put("sqlState", failure.sqlState());
        described.put("message", failure.message());
        described.put("detail", failure.detail());
        described.put("hint", failure.hint());
        return described;
    }
}
