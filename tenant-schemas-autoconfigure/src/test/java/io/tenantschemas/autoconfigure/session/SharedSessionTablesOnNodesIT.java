package io.tenantschemas.autoconfigure.session;

/** Sessions in tables that all tenants share, with two servers. */
class SharedSessionTablesOnNodesIT extends SessionsOnNodesScenarios {

    SharedSessionTablesOnNodesIT() {
        super(SharedSessionTablesIT.PROPERTIES);
    }
}
