package io.tenantschemas.autoconfigure.session;

/** Sessions in tables that each tenant has for itself, with two servers. */
class TenantSessionTablesOnNodesIT extends SessionsOnNodesScenarios {

    TenantSessionTablesOnNodesIT() {
        super(TenantSessionTablesIT.PROPERTIES);
    }
}
