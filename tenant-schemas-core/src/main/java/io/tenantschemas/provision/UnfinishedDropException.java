package io.tenantschemas.provision;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant whose schema is too large for one transaction could not be dropped to the end. It is {@code DELETING}, nobody
 * is served, and some of its data is gone. Dropping it again goes on where this ended.
 */
public final class UnfinishedDropException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    UnfinishedDropException(SchemaName schema, RuntimeException cause) {
        super(
                ("Tenant '%s' is not dropped to the end. It is out of service (DELETING), and its data is no longer complete. Drop"
                                + " it again, with delete-tenant or TenantProvisioner.drop(...): that goes on where this ended. The reason: %s")
                        .formatted(schema, cause.getMessage()),
                cause);
        this.schema = schema;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
