package io.tenantschemas.registry;

import java.util.Optional;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * Finds tenants, whatever their status. Implementations must be safe for use by several threads.
 *
 * <p>What is returned may be as old as the time limit of a cache in between. Whether a tenant's schema exists is not known
 * here.
 */
public interface TenantRegistry extends TenantDirectory {

    /**
     * Returns the tenant to which that host leads, or empty when it leads to none.
     *
     * @throws TenantLookupRefusedException if that is not known and cannot be found out at the moment
     */
    Optional<Tenant> findByHost(HostName host);

    /**
     * Returns the tenant with that schema, or empty when there is none, for somebody outside who may name anything any number
     * of times. What the application itself wants to know it asks {@link #findBySchema}, which refuses nothing.
     *
     * @throws TenantLookupRefusedException if that is not known and cannot be found out at the moment
     */
    default Optional<Tenant> findByRequestedSchema(SchemaName schema) {
        return findBySchema(schema);
    }

    /**
     * Returns the tenant with that schema also if it is of a type that the application does not have, so that nobody else finds it: then
     * without a type. It is not for work in its schema, of which it is not known what it holds, but to be taken out of service or
     * dropped. Unless this is overridden, there is no such tenant.
     */
    default Optional<Tenant> findOfAnyType(SchemaName schema) {
        return findBySchema(schema);
    }

    /**
     * Does nothing unless the tenant with that schema is of a type that the application does not have. Unless this is overridden, none
     * is.
     *
     * @throws UnknownTypeException if it is
     */
    default void refuseUnknownType(SchemaName schema) {}
}
