package io.tenantschemas.migrate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant's schema is to be migrated but does not exist. */
public final class MissingSchemaException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    /** Creates an exception for that schema. */
    public MissingSchemaException(SchemaName schema) {
        super(
                ("The schema '%s' does not exist, so it cannot be migrated. Restore it from a backup, delete the row of its"
                                + " tenant, or connect to the database that holds it.")
                        .formatted(schema));
        this.schema = schema;
    }

    /** Returns the schema that does not exist. */
    public SchemaName schema() {
        return schema;
    }
}
