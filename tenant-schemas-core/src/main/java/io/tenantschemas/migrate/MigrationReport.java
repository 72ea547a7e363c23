package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.List;

/**
 * How a run went: the shared schema first, then the tenants in the order in which the registry has them.
 *
 * @param results one for each schema
 * @param duration how long the run took
 */
public record MigrationReport(List<SchemaMigrationResult> results, Duration duration) {

    /** Copies the list. */
    public MigrationReport {
        results = List.copyOf(results);
    }

    /** Returns whether no schema failed and none was left out because of another one. */
    public boolean isComplete() {
        return failed().isEmpty() && notTried().isEmpty();
    }

    /** Returns the schemas that were behind and are not any more. */
    public List<SchemaMigrationResult.Migrated> migrated() {
        return only(SchemaMigrationResult.Migrated.class);
    }

    /** Returns the schemas for which there was nothing to do. */
    public List<SchemaMigrationResult.UpToDate> upToDate() {
        return only(SchemaMigrationResult.UpToDate.class);
    }

    /** Returns the schemas that are behind, after a dry run. */
    public List<SchemaMigrationResult.Pending> pending() {
        return only(SchemaMigrationResult.Pending.class);
    }

    /** Returns the schemas that failed. */
    public List<SchemaMigrationResult.Failed> failed() {
        return only(SchemaMigrationResult.Failed.class);
    }

    /** Returns the schemas that were left alone because of what happened to another one. */
    public List<SchemaMigrationResult.NotTried> notTried() {
        return only(SchemaMigrationResult.NotTried.class);
    }

    private <T extends SchemaMigrationResult> List<T> only(Class<T> type) {
        return results.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
