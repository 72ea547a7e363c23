package io.tenantschemas.autoconfigure.entity;

import java.util.List;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the names of tables have to be known before the database is ready, and Hibernate cannot tell them. */
public final class EntitiesNotMappedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    EntitiesNotMappedException(List<String> entities, RuntimeException reason) {
        super(
                ("It is not known which tables may be in the public schema and in tenants' schemas alike, those of %s, because Hibernate"
                                + " cannot map the entities without a database and without beans: %s. Define a bean of type"
                                + " NamesInBothPlaces that has the names of these tables.")
                        .formatted(String.join(", ", entities), reason.getMessage()),
                reason);
    }
}
