package io.tenantschemas.autoconfigure.entity;

import java.util.List;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when a schema that is in everybody's search path is a tenant's. */
public final class TenantInExtraSearchPathException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    TenantInExtraSearchPathException(List<String> schemas) {
        super(
                ("tenant-schemas.extra-search-path names schemas that are tenants' own: %s. Every tenant would read their tables."
                                + " Remove them there; what others need of them belongs into a schema of its own.")
                        .formatted(String.join(", ", schemas)));
    }
}
