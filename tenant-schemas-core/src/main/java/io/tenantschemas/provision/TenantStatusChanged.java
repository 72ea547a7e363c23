package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Published after the commit that gave a tenant another status: through {@link TenantProvisioner}, or through its entity in a
 * session that knew the status before. (A {@code StatelessSession} does not. Bulk statements tell nobody.)
 *
 * @see TenantCreated what a listener may do
 * @param before the tenant with the status that it had
 * @param after the tenant as it is
 */
public record TenantStatusChanged(Tenant before, Tenant after) {}
