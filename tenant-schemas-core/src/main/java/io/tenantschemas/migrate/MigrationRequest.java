package io.tenantschemas.migrate;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * What to migrate, and how.
 *
 * @param selection which schemas
 * @param schemas if not empty, only the tenants with these schemas; the public one stands for the shared schema
 * @param parallelism the number of tenants migrated at the same time
 * @param failFast whether no further tenant is begun after a failure
 * @param dryRun whether to list what is pending and change nothing
 * @param canaries tenants that come before all others, of whom none is tried if one of these fails
 * @param upTo the last version that schemas go through, or null for all there are
 */
public record MigrationRequest(
        Selection selection,
        List<SchemaName> schemas,
        int parallelism,
        boolean failFast,
        boolean dryRun,
        List<SchemaName> canaries,
        @Nullable String upTo) {

    private static final Pattern VERSION = Pattern.compile("\\d+([._]\\d+)*");

    private static final int DEFAULT_PARALLELISM = 4;

    /** Which schemas. */
    public enum Selection {

        /** The shared schema, then every tenant's. */
        ALL,

        /** The shared schema only. */
        SHARED,

        /** Every tenant's schema, but not the shared one. */
        TENANTS
    }

    /** Checks that nothing is missing or contradictory, and copies the list. */
    public MigrationRequest {
        Assert.notNull(selection, "'selection' must not be null");
        Assert.isTrue(parallelism >= 1, "'parallelism' must be at least 1");
        schemas = schemas.stream().distinct().toList();
        Assert.isTrue(
                schemas.isEmpty() || selection != Selection.SHARED,
                "'schemas' must be empty when no tenant is selected");
        canaries = canaries.stream().distinct().toList();
        Assert.isTrue(
                canaries.isEmpty() || selection != Selection.SHARED,
                "'canaries' must be empty when no tenant is selected");
        Assert.isTrue(
                schemas.isEmpty() || schemas.containsAll(canaries),
                "'canaries' must be among 'schemas', if there are any");
        Assert.isTrue(upTo == null || VERSION.matcher(upTo).matches(), "'upTo' must be a version, such as 12 or 12.1");
        Assert.isTrue(
                upTo == null || selection != Selection.ALL,
                "'upTo' must be null when both the shared schema and tenants are selected, whose versions are others");
    }

    /** Asks for the shared schema, then every tenant's. */
    public static MigrationRequest all() {
        return of(Selection.ALL, List.of());
    }

    /** Asks for the shared schema only. */
    public static MigrationRequest shared() {
        return of(Selection.SHARED, List.of());
    }

    /** Asks for every tenant's schema, but not the shared one. */
    public static MigrationRequest tenants() {
        return of(Selection.TENANTS, List.of());
    }

    /** Asks for those schemas only, at least one. */
    public static MigrationRequest only(SchemaName... schemas) {
        Assert.notEmpty(schemas, "'schemas' must not be empty");
        return tenants().withSchemas(Arrays.asList(schemas));
    }

    private static MigrationRequest of(Selection selection, List<SchemaName> schemas) {
        return new MigrationRequest(selection, schemas, DEFAULT_PARALLELISM, false, false, List.of(), null);
    }

    /** Returns this request for the tenants with those schemas only, or for all when there are none. */
    public MigrationRequest withSchemas(List<SchemaName> schemas) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }

    /** Returns this request with that number of tenants migrated at the same time. */
    public MigrationRequest withParallelism(int parallelism) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }

    /** Returns this request, but beginning no further tenant after a failure if {@code failFast}. */
    public MigrationRequest withFailFast(boolean failFast) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }

    /** Returns this request, but only listing what is pending if {@code dryRun}. */
    public MigrationRequest withDryRun(boolean dryRun) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }

    /** Returns this request with those tenants before all others. */
    public MigrationRequest withCanaries(List<SchemaName> canaries) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }

    /** Returns this request with that version as the last one, or without a last one if it is null. */
    public MigrationRequest withUpTo(@Nullable String upTo) {
        return new MigrationRequest(selection, schemas, parallelism, failFast, dryRun, canaries, upTo);
    }
}
