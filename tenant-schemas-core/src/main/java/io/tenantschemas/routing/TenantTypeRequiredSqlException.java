package io.tenantschemas.routing;

import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.stream.Collectors;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;

/** Thrown instead of PostgreSQL's "relation does not exist" where only tenants of other types than the one that is bound have it. */
public final class TenantTypeRequiredSqlException extends SQLSyntaxErrorException {

    private static final long serialVersionUID = 1L;

    TenantTypeRequiredSqlException(TenantRelations.OfTypes relation, Tenant tenant, SQLException cause) {
        super(
                "%s. Entity %s belongs to tenants of type %s; %s %s."
                        .formatted(
                                cause.getMessage(),
                                relation.owner(),
                                relation.types().stream().map(TypeName::value).collect(Collectors.joining(" or ")),
                                TenantBinding.to(tenant).describe(),
                                tenant.type().map(type -> "is of type " + type).orElse("has no type")),
                cause.getSQLState(),
                cause.getErrorCode(),
                cause);
    }
}
