package io.tenantschemas.isolationcheck.run;

/** Thrown when no tenant had the name, as the model says. */
final class NobodyThere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NobodyThere() {
        super("nobody has the name");
    }
}
