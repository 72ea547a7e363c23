package io.tenantschemas.role;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant's schema does not belong to the role of its name, or not it alone. Nothing was changed. */
public final class RoleOwnershipException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private RoleOwnershipException(String message) {
        super(message);
    }

    static RoleOwnershipException usedElsewhere(SchemaName schema) {
        return new RoleOwnershipException(
                ("Role '%s' was not renamed, because another database of this server uses it, where a tenant would lose its role."
                                + " Two databases of one server cannot have tenants of the same names, such as a copy of the first."
                                + " Drop the other database, or move it to another server.")
                        .formatted(schema));
    }

    static RoleOwnershipException of(SchemaName schema, String owner) {
        return new RoleOwnershipException(
                ("Schema '%s' belongs to '%s', not to a role of its own name, as which a tenant's statements run with"
                                + " tenant-schemas.routing.strategy=role. Give it one, as docs/role.md says for tenants that were there"
                                + " before, or choose another strategy.")
                        .formatted(schema, owner));
    }
}
