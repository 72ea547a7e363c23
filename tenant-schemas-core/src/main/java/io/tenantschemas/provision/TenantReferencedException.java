package io.tenantschemas.provision;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant cannot be dropped, because other rows refer to its row. Nothing was changed. */
public final class TenantReferencedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    TenantReferencedException(SchemaName schema, Throwable cause) {
        super(
                ("Tenant '%s' was not dropped, because rows of the application's own tables refer to its row. Delete them"
                                + " first, or let the foreign key do it (ON DELETE CASCADE): %s")
                        .formatted(schema, cause.getMessage()),
                cause);
        this.schema = schema;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
