package io.tenantschemas.isolationcheck;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Does the same with statements that name the schema themselves. */
class RandomisedIsolationQualifiedIT extends RandomisedIsolationIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.QUALIFIED);
    }
}
