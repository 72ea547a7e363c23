package io.tenantschemas.benchmarks.process;

/** Thrown when a process ended that should have answered. */
public final class ProcessEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProcessEndedException(String log) {
        super("A process ended. It wrote:%n%s".formatted(log));
    }
}
