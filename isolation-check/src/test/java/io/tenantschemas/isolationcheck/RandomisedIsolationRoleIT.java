package io.tenantschemas.isolationcheck;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Does the same with tenants that have roles of the server. */
class RandomisedIsolationRoleIT extends RandomisedIsolationIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.ROLE);
    }
}
