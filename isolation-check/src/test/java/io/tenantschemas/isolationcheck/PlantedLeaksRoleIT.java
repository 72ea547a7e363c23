package io.tenantschemas.isolationcheck;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Shows the same of tenants that have roles of the server. */
class PlantedLeaksRoleIT extends PlantedLeaksIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.ROLE);
    }
}
