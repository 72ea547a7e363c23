package io.tenantschemas.role;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when the role of which all tenants are to be members is one that somebody works as. Nothing was changed. */
public final class TenantGroupException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    TenantGroupException(RoleName group) {
        super(("Role '%s' was not made the group of the tenants, because it may log in, owns a schema or is above all"
                        + " rules: whatever it may do, they could. Choose another name with tenant-schemas.routing.role.group.")
                .formatted(group));
    }
}
