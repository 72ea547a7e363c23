package io.tenantschemas.testdatabase;

import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when there is no PostgreSQL server to be had, or when it refuses what was asked of it.
 *
 * <p>The message says what was tried, where, and what to do next; it ends with the last lines of the server's log where
 * there is one.
 */
public class PostgresServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresServerException(String message) {
        super(message);
    }

    PostgresServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    PostgresServerException(UncheckedIOException failure) {
        super(failure.getMessage() + " " + failure.getCause(), failure);
    }
}
