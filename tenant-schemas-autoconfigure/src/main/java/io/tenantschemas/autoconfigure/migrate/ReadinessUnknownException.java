package io.tenantschemas.autoconfigure.migrate;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when tenants' schemas have to be current and nobody knows whether they are. */
public final class ReadinessUnknownException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    ReadinessUnknownException() {
        super(
                "tenant-schemas.migrations.require-current=true turns away tenants whose schemas are behind, but nothing here knows"
                        + " which those are, because Flyway is not on the class path. Add org.springframework.boot:spring-boot-starter-flyway"
                        + " and org.flywaydb:flyway-database-postgresql, which tenant-schemas-starter brings along; or define a bean of type"
                        + " io.tenantschemas.context.SchemaReadiness that knows; or set tenant-schemas.migrations.require-current=false.");
    }
}
