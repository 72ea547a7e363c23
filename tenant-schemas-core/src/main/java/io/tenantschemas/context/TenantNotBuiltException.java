package io.tenantschemas.context;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.TenantStatus;

/** Thrown when work is meant for a tenant whose schema is not made yet, could not be made, or is being dropped. */
public final class TenantNotBuiltException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient Tenant tenant;

    TenantNotBuiltException(Tenant tenant) {
        super("Nothing was done for tenant '%s' (id %d), whose status is %s: %s."
                .formatted(tenant.schema(), tenant.id(), tenant.status(), reason(tenant.status())));
        this.tenant = tenant;
    }

    private static String reason(TenantStatus status) {
        return switch (status) {
            case PROVISIONING -> "its schema is being made. Do the work once it is ACTIVE";
            case FAILED -> "its schema could not be made. Mend the cause and resume the tenant, or delete it";
            case DELETING -> "its schema is being dropped";
            case ACTIVE, SUSPENDED, MAINTENANCE -> "its schema was being made or dropped when it was looked up";
        };
    }

    /** Returns the tenant as it was found. */
    public Tenant tenant() {
        return tenant;
    }
}
