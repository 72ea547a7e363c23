package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a run went: the shared schema first, then the tenants in the order in which the registry has them.
 *
 * @param results one for each schema
 * @param duration how long the run took
 * @param putOffs how often each schema was put off because its migration waited for a lock for too long, if it was
 */
public record MigrationReport(
        List<SchemaMigrationResult> results, Duration duration, Map<MigrationTarget, Integer> putOffs) {

    /** Copies what it is given. */
    public MigrationReport {
        results = List.copyOf(results);
        putOffs = Map.copyOf(putOffs);
    }

    /** Returns whether no schema failed and none was left out because of another one. */
    public boolean isComplete() {
        return failed().isEmpty() && notTried().isEmpty();
    }

    /** Returns whether there is nothing left to do anywhere. */
    public boolean isUpToDate() {
        return isComplete() && pending().isEmpty();
    }

    /**
     * Returns how many schemas have which version now, the most frequent first; an empty text stands for none. Those that failed
     * or were not tried do not count.
     */
    public Map<String, Long> versions() {
        Map<String, Long> counts = results.stream()
                .flatMap(result -> version(result).stream())
                .collect(Collectors.groupingBy(version -> version, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static Optional<String> version(SchemaMigrationResult result) {
        if (result instanceof SchemaMigrationResult.Migrated migrated) {
            return Optional.of(textOf(migrated.to()));
        }
        if (result instanceof SchemaMigrationResult.Pending pending) {
            return Optional.of(textOf(pending.version()));
        }
        return result instanceof SchemaMigrationResult.UpToDate upToDate
                ? Optional.of(textOf(upToDate.version()))
                : Optional.empty();
    }

    private static String textOf(@Nullable String version) {
        return version == null ? "" : version;
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
