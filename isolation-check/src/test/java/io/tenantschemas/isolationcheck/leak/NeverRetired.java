package io.tenantschemas.isolationcheck.leak;

import org.springframework.context.support.GenericApplicationContext;

import io.tenantschemas.routing.RetiredTenants;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.RoutingScope;
import io.tenantschemas.routing.hikari.HikariRetirement;

/** Connections are held to their tenants, but nobody tells them of tenants that are gone. */
final class NeverRetired implements Leak {

    @Override
    public void addTo(GenericApplicationContext application) {
        application.registerBean(
                RoutingRules.class,
                () -> new RoutingRules(
                        false, false, new RetiredTenants(), new HikariRetirement(), RoutingScope.SESSION, 0));
    }
}
