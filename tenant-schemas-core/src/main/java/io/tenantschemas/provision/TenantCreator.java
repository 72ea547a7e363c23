package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Makes tenants of the application's own model, for those who have only names and values: where there is an entity, as if one had
 * been saved.
 */
@FunctionalInterface
public interface TenantCreator {

    /**
     * Makes a tenant: its row, its hosts and its schema, together or not at all. Where schemas are {@linkplain ProvisioningMode made
     * later}, the tenant is {@link io.tenantschemas.tenant.TenantStatus#PROVISIONING} until then.
     *
     * @return the tenant as it is
     * @throws InvalidTenantException if an attribute is missing, unknown or not what the model wants
     * @throws NameTakenException if a tenant or a schema has the name
     * @throws SchemaExistsException if a schema has the name, or where schemas belong to roles, a role
     * @throws TenantRefusedException if the name is everybody's, or a tenant is bound
     * @throws io.tenantschemas.tenant.TenantSchemasException if its schema could not be made
     */
    Tenant create(NewTenant tenant);
}
