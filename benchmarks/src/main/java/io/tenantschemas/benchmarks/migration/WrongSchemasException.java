package io.tenantschemas.benchmarks.migration;

/** Thrown when somebody has not done what was to be measured. */
final class WrongSchemasException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongSchemasException(String message) {
        super(message);
    }
}
