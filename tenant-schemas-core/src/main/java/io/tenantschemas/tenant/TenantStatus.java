package io.tenantschemas.tenant;

/** Where a tenant is in its life. Stored by name in the column {@code status} of the tenant's table. */
public enum TenantStatus {

    /** The schema is being made; nothing may use it yet. */
    PROVISIONING,

    /** In service. */
    ACTIVE,

    /** Out of service by decision, for example an unpaid bill; the data is kept. */
    SUSPENDED,

    /** Out of service for a while, for work on its data. */
    MAINTENANCE,

    /** Making the schema failed. */
    FAILED,

    /** The schema is being dropped. */
    DELETING;

    /**
     * Returns whether the tenant has a schema that is complete and stays: it was made, and is not being dropped. Such schemas are
     * migrated, and work that names their tenants is done, also while these are out of service.
     */
    public boolean isBuilt() {
        return this == ACTIVE || this == SUSPENDED || this == MAINTENANCE;
    }
}
