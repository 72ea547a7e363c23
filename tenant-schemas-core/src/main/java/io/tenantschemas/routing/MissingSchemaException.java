package io.tenantschemas.routing;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a connection was to be pointed at a schema that is not there. PostgreSQL itself would accept the path and read
 * the shared tables instead.
 */
public final class MissingSchemaException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    MissingSchemaException(TenantBinding binding, SchemaName schema) {
        super(("A connection for %s was refused, because schema '%s' does not exist or the database user has no USAGE"
                        + " privilege on it. If the tenant is gone, delete its row; if its schema was dropped or never made,"
                        + " restore it or delete the tenant and save it anew.")
                .formatted(binding.describe(), schema));
        this.schema = schema;
    }

    /** Returns the schema that is not there. */
    public SchemaName schema() {
        return schema;
    }
}
