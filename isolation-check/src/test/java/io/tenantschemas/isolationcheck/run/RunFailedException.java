package io.tenantschemas.isolationcheck.run;

/** Thrown when a run found something that must not be. Its message is the report. */
public final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunFailedException(Settings settings, String where, String report) {
        super("The run failed in %s. Run it again with -Disolation.seed=%d (%s).%n%s"
                .formatted(where, settings.seed(), settings, report));
    }
}
