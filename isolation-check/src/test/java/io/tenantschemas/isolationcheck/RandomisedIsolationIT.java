package io.tenantschemas.isolationcheck;

import org.junit.jupiter.api.Test;

import io.tenantschemas.isolationcheck.leak.Leak;
import io.tenantschemas.isolationcheck.run.IsolationRun;
import io.tenantschemas.isolationcheck.run.IsolationRun.Report;
import io.tenantschemas.isolationcheck.run.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/** Does everything at once and at random. CONTRIBUTING.md says how to let it run for long, and again with a seed. */
class RandomisedIsolationIT {

    Settings settings() {
        return Settings.ofSystemProperties();
    }

    @Test
    void noRowReachesAnotherTenant() {
        Settings settings = settings();
        // Before the run: it may be stopped from outside.
        System.out.printf("Isolation run with %s%n", settings);
        Report report = new IsolationRun(settings, Leak.NONE).run();
        System.out.println(report);
        assertThat(report.missing()).isEmpty();
    }
}
