package io.tenantschemas.autoconfigure.routing;

class TenantIsolationWithoutAutoCommitIT extends TenantIsolationScenarios {

    TenantIsolationWithoutAutoCommitIT() {
        super(false);
    }
}
