package io.tenantschemas.isolationcheck;

import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;

import io.tenantschemas.isolationcheck.run.Poolers;
import io.tenantschemas.isolationcheck.run.Settings;

/** Does the same through PgBouncer in transaction mode, with fewer sessions than connections; always in short. */
class RandomisedIsolationBehindPoolerIT extends RandomisedIsolationIT {

    @BeforeAll
    static void requirePooler() {
        Poolers.require();
    }

    @Override
    Settings settings() {
        return super.settings().shortBehindPooler(Duration.ofSeconds(16));
    }
}
