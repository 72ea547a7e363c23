package io.tenantschemas.role;

import java.util.List;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when the database user may not do what it takes to make a tenant that has a role. Nothing was changed. */
public final class MissingRolePrivilegeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    MissingRolePrivilegeException(SchemaName schema, String user, List<String> statements) {
        super(("Tenant '%s' was not made, because user '%s' may not create its role and its schema"
                        + " (tenant-schemas.routing.strategy=role). Let a superuser run: %s")
                .formatted(schema, user, String.join(" ", statements)));
    }
}
