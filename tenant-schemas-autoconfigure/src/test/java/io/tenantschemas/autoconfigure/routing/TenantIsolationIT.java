package io.tenantschemas.autoconfigure.routing;

class TenantIsolationIT extends TenantIsolationScenarios {

    TenantIsolationIT() {
        super(true);
    }
}
