package io.tenantschemas.context;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when work is meant for a tenant that does not exist. */
public final class UnknownTenantException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    /** Creates the exception for a name that no tenant has. */
    public UnknownTenantException(SchemaName schema) {
        super(
                ("There is no tenant with schema '%s'. Save one, or correct the name; the command 'list-tenants' shows those"
                                + " that exist.")
                        .formatted(schema));
        this.schema = schema;
    }

    /** Returns the schema that no tenant has. */
    public SchemaName schema() {
        return schema;
    }
}
