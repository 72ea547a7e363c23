package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Published after the commit that gave a tenant and its schema another name.
 *
 * @see TenantCreated what a listener may do
 * @param before the tenant as it was
 * @param after the tenant as it is
 */
public record TenantRenamed(Tenant before, Tenant after) {}
