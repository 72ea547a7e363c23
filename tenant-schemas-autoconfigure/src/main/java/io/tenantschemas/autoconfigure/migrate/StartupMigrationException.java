package io.tenantschemas.autoconfigure.migrate;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when schemas could not be migrated at start-up, or are behind and were not to be migrated. */
public final class StartupMigrationException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final int LISTED = 10;

    private final transient MigrationReport report;

    StartupMigrationException(MigrationReport report) {
        super(describe(report));
        this.report = report;
    }

    private static String describe(MigrationReport report) {
        return Stream.of(
                        report.failed().stream().map(StartupMigrationException::describe),
                        report.pending().stream().map(StartupMigrationException::describe))
                .flatMap(lines -> lines)
                .limit(LISTED)
                .collect(Collectors.joining("\n\n", "The schemas are not up to date.\n\n", rest(report)));
    }

    private static String describe(SchemaMigrationResult.Failed failed) {
        MigrationFailure failure = failed.failure();
        String statement = failure.statement() == null
                ? ""
                : "\n\n    " + failure.statement().strip().replace("\n", "\n    ");
        String hint = failure.hint() == null ? "" : "\n\n" + failure.hint();
        return "%s failed. %s%s%s".formatted(failed.target(), failure.describe(), statement, hint);
    }

    private static String describe(SchemaMigrationResult.Pending pending) {
        return "%s lacks %s. Run the application with the command 'migrate-schemas'."
                .formatted(
                        pending.target(),
                        pending.migrations().stream()
                                .map(PendingMigration::script)
                                .collect(Collectors.joining(", ")));
    }

    private static String rest(MigrationReport report) {
        int more = report.failed().size() + report.pending().size() - LISTED;
        return more > 0 ? "\n\nAnd %d more.".formatted(more) : "";
    }

    /** Returns how each schema went. */
    public MigrationReport report() {
        return report;
    }
}
