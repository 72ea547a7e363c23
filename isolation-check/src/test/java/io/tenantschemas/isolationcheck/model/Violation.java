package io.tenantschemas.isolationcheck.model;

/** Thrown when something is not as the model says: a row of somebody else, a row too many, a row that is missing. */
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Violation(String message) {
        super(message);
    }

    public Violation(String message, Throwable cause) {
        super(message, cause);
    }
}
