package io.tenantschemas.autoconfigure.entity;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when there is no tenant entity to read the name of the tenants' table from, and no setting either. */
public final class TenantTableUnknownException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    TenantTableUnknownException() {
        super(
                "Without JPA there is no tenant entity that would name the table of tenants. Set tenant-schemas.tenant-table to"
                        + " its name, for example tenant-schemas.tenant-table=client, or add spring-boot-starter-data-jpa and an entity"
                        + " that extends AbstractTenant.");
    }
}
