package io.tenantschemas.provision;

import io.tenantschemas.tenant.TenantStatus;

/**
 * What is remembered of a tenant whose schema is yet to be made.
 *
 * @param wanted the status that it is to have afterwards
 * @param attempts how often that was tried, or begun
 * @param isBegun whether the last of these has not come to an end, as far as is known
 * @param ownsSchema whether the schema of its name was made for it, and is not that of anybody else
 */
record ProvisioningNote(TenantStatus wanted, int attempts, boolean isBegun, boolean ownsSchema) {

    /** What holds of a tenant of which nothing is remembered. */
    static final ProvisioningNote NONE = new ProvisioningNote(TenantStatus.ACTIVE, 0, false, false);
}
