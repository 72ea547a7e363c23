package io.tenantschemas.isolationcheck;

import io.tenantschemas.isolationcheck.run.Settings;
import io.tenantschemas.routing.RoutingStrategy;

/** Does the same with statements that name the schema themselves, of tenants that have nothing but tables. */
class RandomisedIsolationQualifiedIT extends RandomisedIsolationIT {

    @Override
    Settings settings() {
        return super.settings().by(RoutingStrategy.QUALIFIED).withoutRoutines();
    }
}
