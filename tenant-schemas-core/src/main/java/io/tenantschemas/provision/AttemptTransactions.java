package io.tenantschemas.provision;

import io.tenantschemas.routing.RoutingDataSource;

/**
 * The transactions of attempts to make waiting tenants.
 *
 * @param building in which tenants are made, and put into service
 * @param noting in which is noted what becomes of that: nobody's business but ours, and no more than a few statements
 * @param beginning in which an empty schema is made
 */
record AttemptTransactions(
        ProvisioningTransaction building, ProvisioningTransaction noting, ProvisioningTransaction beginning) {

    static AttemptTransactions of(
            RoutingDataSource dataSource, ProvisioningTransaction building, TenantLifecycle lifecycle) {
        ProvisioningTransaction noting = new ProvisioningTransaction(dataSource, () -> null, lifecycle);
        ProvisioningTransaction ofSchemas = building.ofSchemas();
        return new AttemptTransactions(building, noting, ofSchemas.isApart() ? ofSchemas : noting);
    }

    /** Returns whether schemas are made on connections of another data source than that which holds the tenants. */
    boolean areApart() {
        return beginning.isApart();
    }
}
