package io.tenantschemas.routing;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when work is bound to a tenant that is not any more what it was when it was looked up: dropped, or renamed. Whatever
 * has its schema's name by now belongs to somebody else.
 */
public final class StaleTenantException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient Tenant tenant;

    private StaleTenantException(Tenant tenant, String reason) {
        super(
                ("Work for tenant '%s' (id %d) was refused, because %s. Look the tenant up again, by its host or its schema, and"
                                + " do the work for what is found.")
                        .formatted(tenant.schema(), tenant.id(), reason));
        this.tenant = tenant;
    }

    /** Returns the refusal to go on with what is open for {@code tenant}. */
    static StaleTenantException meanwhile(Tenant tenant) {
        return new StaleTenantException(tenant, "it has been dropped or renamed meanwhile");
    }

    /** Returns the refusal to open a connection for {@code tenant}. */
    static StaleTenantException without(Tenant tenant, String table) {
        return new StaleTenantException(
                tenant, "no row of %s has that id and that schema: it has been dropped or renamed".formatted(table));
    }

    /** Returns the tenant as the work knew it. */
    public Tenant tenant() {
        return tenant;
    }
}
