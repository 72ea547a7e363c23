package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Published after the commit that deleted a tenant through its entity. Bulk statements ({@code deleteAllInBatch}, JPQL,
 * native SQL) tell nobody: they keep the schema whatever was configured, and the tenant's hosts are served until the cache
 * has forgotten them.
 *
 * @see TenantCreated what a listener may do
 * @param tenant the tenant as it was
 * @param schemaKept whether its schema is still there, as it is by default
 */
public record TenantDropped(Tenant tenant, boolean schemaKept) {}
