package io.tenantschemas.provision;

import java.time.Duration;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant cannot be changed, because transactions that use it do not end. Nothing was changed. */
public final class TenantBusyException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    TenantBusyException(SchemaName schema, String what, Duration patience, Throwable cause) {
        super(
                ("Tenant '%s' was not %s, because transactions that use its row or its tables did not end within %d ms. Try"
                                + " again, or find them: SELECT * FROM pg_locks JOIN pg_stat_activity USING (pid);")
                        .formatted(schema, what, patience.toMillis()),
                cause);
        this.schema = schema;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
