package io.tenantschemas.provision;

/** When the schemas of new tenants are made. */
public enum ProvisioningMode {

    /** In the transaction that saves the tenant. */
    SYNC,

    /** Soon after it, by any node, in transactions of their own; until then, the tenant is being set up. */
    ASYNC,

    /** When somebody asks for it, with {@code migrate-schemas} for example; until then, the tenant is being set up. */
    NONE
}
