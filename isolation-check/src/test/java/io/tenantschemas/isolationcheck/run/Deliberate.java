package io.tenantschemas.isolationcheck.run;

/** Thrown by an operation to end its transaction as applications do that fail. */
public final class Deliberate extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Deliberate() {
        super("on purpose");
    }
}
