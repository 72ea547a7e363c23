package io.tenantschemas.provision;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant whose schema is too large for one transaction could not be dropped to the end. It is {@code DELETING}, and
 * nobody is served. Dropping it again goes on where this ended; as long as nothing of its data is gone, it can be resumed as well.
 */
public final class UnfinishedDropException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final boolean isBegun;

    UnfinishedDropException(SchemaName schema, boolean isBegun, RuntimeException cause) {
        super(
                (isBegun
                                ? "Tenant '%s' is not dropped to the end. It is out of service (DELETING), and its data is no longer complete. Drop"
                                        + " it again, with delete-tenant or TenantProvisioner.drop(...): that goes on where this ended. The reason: %s"
                                : "Tenant '%s' is not dropped. It is out of service (DELETING), and nothing of its data is gone. Drop it again,"
                                        + " with delete-tenant or TenantProvisioner.drop(...), or put it into service again, with resume-tenant"
                                        + " or TenantProvisioner.resume(...). The reason: %s")
                        .formatted(schema, cause.getMessage()),
                cause);
        this.schema = schema;
        this.isBegun = isBegun;
    }

    /** Returns whether some of the tenant's data is gone, so that nothing but dropping it is left. */
    public boolean isBegun() {
        return isBegun;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
