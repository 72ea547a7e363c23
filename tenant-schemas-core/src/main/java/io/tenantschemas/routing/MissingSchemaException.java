package io.tenantschemas.routing;

import io.tenantschemas.context.MissingSchema;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a connection was to be pointed at a schema that is not there. PostgreSQL itself would accept the path and read
 * the shared tables instead.
 */
public final class MissingSchemaException extends TenantSchemasException implements MissingSchema {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    MissingSchemaException(TenantBinding binding, SchemaName schema) {
        this(
                binding,
                schema,
                "schema '" + schema + "' does not exist or the database user has no USAGE privilege on it");
    }

    private MissingSchemaException(TenantBinding binding, SchemaName schema, String reason) {
        super(
                ("A connection for %s was refused, because %s. If the tenant is gone, delete its row; if its schema was dropped or"
                                + " never made, restore it or delete the tenant and save it anew.")
                        .formatted(binding.describe(), reason));
        this.schema = schema;
    }

    /** Returns the refusal of a connection that was to become the role of that name. */
    static MissingSchemaException ofRole(TenantBinding binding, SchemaName schema) {
        return new MissingSchemaException(
                binding,
                schema,
                "schema '" + schema
                        + "' or the role of that name does not exist, or the role has no USAGE privilege on the"
                        + " schema, which should belong to it");
    }

    /** Returns the schema that is not there. */
    @Override
    public SchemaName schema() {
        return schema;
    }
}
