package io.tenantschemas.isolationcheck.run;

import io.tenantschemas.testdatabase.PgBouncer;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Whether tests can go through a pooler. */
public final class Poolers {

    private Poolers() {}

    /** Skips the test where there is no PgBouncer, except in CI. */
    public static void require() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(PgBouncer.isInstalled()).as("PgBouncer is installed").isTrue();
        }
    }
}
