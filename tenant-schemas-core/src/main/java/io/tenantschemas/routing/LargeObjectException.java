package io.tenantschemas.routing;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant's connection was used for large objects. These have no schema: PostgreSQL keeps them for the whole
 * database, by a number that any tenant may ask for.
 */
public final class LargeObjectException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient Tenant tenant;

    LargeObjectException(Tenant tenant, String what) {
        super(
                ("%s was refused on a connection of tenant '%s' (id %d), because large objects belong to no schema and any tenant"
                                + " could read them by their number. Keep the data in a column of type bytea or text (byte[] and String"
                                + " without @Lob), or set tenant-schemas.routing.large-objects=allow.")
                        .formatted(what, tenant.schema(), tenant.id()));
        this.tenant = tenant;
    }

    /** Returns the tenant whose connection it was. */
    public Tenant tenant() {
        return tenant;
    }
}
