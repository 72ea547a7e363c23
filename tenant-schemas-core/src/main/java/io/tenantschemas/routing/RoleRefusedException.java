package io.tenantschemas.routing;

import java.sql.SQLException;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a connection was to become the role of a tenant, and the database user may not, or may not look up its row. */
public final class RoleRefusedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final transient Tenant tenant;

    RoleRefusedException(Tenant tenant, SQLException refused) {
        super(
                ("A connection for tenant '%s' was refused, because the database user may not become its role, or may not"
                                + " look up its row (%s). For the former, let somebody who may grant it run: GRANT \"%1$s\" TO ... (from PostgreSQL 16 on: WITH INHERIT FALSE, SET"
                                + " TRUE);")
                        .formatted(tenant.schema(), refused.getMessage()),
                refused);
        this.tenant = tenant;
    }

    static boolean isBehind(SQLException refused) {
        return INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState());
    }

    /** Returns the tenant. */
    public Tenant tenant() {
        return tenant;
    }
}
