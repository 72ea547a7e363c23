package io.tenantschemas.isolationcheck;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Shows the same of statements that name the schema themselves. */
class PlantedLeaksQualifiedIT extends PlantedLeaksIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.QUALIFIED).withoutRoutines();
    }
}
