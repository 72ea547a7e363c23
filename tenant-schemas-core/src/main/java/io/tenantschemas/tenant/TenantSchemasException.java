package io.tenantschemas.tenant;

import org.jspecify.annotations.Nullable;

/**
 * The base of all exceptions that this library throws.
 *
 * <p>A message says what was refused, for whom, and what to do next; the facts in it are accessors of the subclass too.
 */
public abstract class TenantSchemasException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the person who has to act on it. */
    protected TenantSchemasException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the person who has to act on it, and what led to it, if anything. */
    protected TenantSchemasException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
