package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Published after the commit that created a tenant. Its schema is complete, unless it is the public one, which is not made
 * for a tenant. Where schemas are {@linkplain ProvisioningMode made later}, that is the commit that made the schema, in the node that
 * did so.
 *
 * <p>A listener runs in the thread that saved the tenant, or made its schema later, which is bound as it was then and still has its
 * connection; work
 * on the database takes a transaction of its own ({@code REQUIRES_NEW}) and so a second connection, or an asynchronous
 * listener. What a listener throws is logged.
 *
 * @param tenant the tenant
 */
public record TenantCreated(Tenant tenant) {}
