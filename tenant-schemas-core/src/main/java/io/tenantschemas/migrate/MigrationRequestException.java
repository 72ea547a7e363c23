package io.tenantschemas.migrate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when what is asked for contradicts itself. Nothing was done. */
public final class MigrationRequestException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private MigrationRequestException(String message) {
        super(message);
    }

    static MigrationRequestException sharedCanary(SchemaName publicSchema) {
        return new MigrationRequestException(
                "'%s' is the shared schema, which comes before all tenants anyway. Name a tenant as a canary."
                        .formatted(publicSchema));
    }

    static MigrationRequestException oneVersionForBoth(SchemaName publicSchema) {
        return new MigrationRequestException(
                "One last version is asked for '%s' and for tenants, whose versions are others. Migrate them one after the other."
                        .formatted(publicSchema));
    }
}
