package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant was saved whose schema exists already. It may hold the data of somebody else, so it is not used. */
public final class SchemaExistsException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    SchemaExistsException(SchemaName schema, @Nullable Throwable cause) {
        super(
                ("Tenant '%s' was not saved, because a schema of that name exists already and is never taken over silently."
                                + " Choose another name, or look into the schema and drop it if it is left over.")
                        .formatted(schema),
                cause);
        this.schema = schema;
    }

    /** Returns the name that is taken. */
    public SchemaName schema() {
        return schema;
    }
}
