package io.tenantschemas.isolationcheck;

import java.time.Duration;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Does the same with tenants that have routines, which are reached by their path among statements that are not; in short. */
class RandomisedIsolationQualifiedByPathIT extends RandomisedIsolationIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.QUALIFIED).inShort(Duration.ofSeconds(12));
    }
}
