package io.tenantschemas.inspect;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when an index was not built anew for a reason that can be told better than the database does. */
final class IndexNotRebuiltException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private IndexNotRebuiltException(InvalidIndex invalid, String reason, @Nullable Throwable cause) {
        super(
                "The index %s was not built anew, because %s"
                        .formatted(invalid.schema().qualify(invalid.index()), reason),
                cause);
    }

    static IndexNotRebuiltException inUse(InvalidIndex invalid, Duration patience, Throwable cause) {
        String left = cause.getSuppressed().length > 0
                ? " What the attempt has begun could not be dropped for the same reason, and is found by the next check."
                : "";
        return new IndexNotRebuiltException(
                invalid,
                "a transaction that uses the table %s did not end within %d ms. Try again when it has.%s"
                        .formatted(invalid.table(), patience.toMillis(), left),
                cause);
    }

    static IndexNotRebuiltException behindPooler(InvalidIndex invalid) {
        return new IndexNotRebuiltException(
                invalid,
                "it belongs to a role, which cannot be taken on for it through a pooler that gives the session to others. Connect to"
                        + " the server itself.",
                null);
    }
}
