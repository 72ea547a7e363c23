package io.tenantschemas.web;

import java.util.Optional;

import io.tenantschemas.context.MissingSchema;
import io.tenantschemas.tenant.SchemaName;

/** Finds out whether work failed because a schema is not there. */
final class SchemaSearch {

    /** Exceptions may be one another's causes in a circle. */
    private static final int DEPTH = 100;

    private SchemaSearch() {}

    /** Returns what said so first, or empty if {@code failure} is about something else, or another schema. */
    static Optional<Throwable> inVain(SchemaName schema, Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (cause instanceof MissingSchema missing && schema.equals(missing.schema())) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
