package io.tenantschemas.role;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant's schema does not belong to the role of its name. Nothing was changed. */
public final class RoleOwnershipException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private RoleOwnershipException(String message) {
        super(message);
    }

    static RoleOwnershipException of(SchemaName schema, String owner) {
        return new RoleOwnershipException(
                ("Schema '%s' belongs to '%s', not to a role of its own name, as which a tenant's statements run with"
                                + " tenant-schemas.routing.strategy=role. Give it one, as docs/role.md says for tenants that were there"
                                + " before, or choose another strategy.")
                        .formatted(schema, owner));
    }
}
