package io.tenantschemas.migrate;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a schema could not be brought up to date. */
public final class SchemaMigrationException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient MigrationTarget target;

    private final transient MigrationFailure failure;

    /** Creates an exception for that schema. */
    public SchemaMigrationException(MigrationTarget target, MigrationFailure failure, @Nullable Throwable cause) {
        super(
                "The schema '%s' could not be migrated: %s. %sMend the cause and migrate again; what succeeded is not repeated."
                        .formatted(target.schema(), withoutFullStop(failure.describe()), hint(failure)),
                cause);
        this.target = target;
        this.failure = failure;
    }

    private static String hint(MigrationFailure failure) {
        return failure.hint() == null ? "" : withoutFullStop(failure.hint()) + ". ";
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** Returns the schema. */
    public MigrationTarget target() {
        return target;
    }

    /** Returns what is known of the failure. */
    public MigrationFailure failure() {
        return failure;
    }
}
