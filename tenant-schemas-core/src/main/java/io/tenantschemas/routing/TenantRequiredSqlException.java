package io.tenantschemas.routing;

import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;

import io.tenantschemas.context.TenantBinding;

/**
 * Thrown instead of PostgreSQL's "relation does not exist" where no tenant was bound, which is the likely reason: the
 * relation stands in tenants' schemas only.
 */
public final class TenantRequiredSqlException extends SQLSyntaxErrorException {

    /** PostgreSQL's code for a relation that does not exist, {@code undefined_table}. */
    static final String UNDEFINED_TABLE = "42P01";

    private static final long serialVersionUID = 1L;

    TenantRequiredSqlException(TenantBinding binding, SQLException cause) {
        super(
                ("%s. On thread '%s' %s is bound, so only the shared tables are in reach. If the relation belongs to tenants,"
                                + " wrap the work, its transaction included, in TenantTemplate.execute(...).")
                        .formatted(cause.getMessage(), Thread.currentThread().getName(), binding.describe()),
                cause.getSQLState(),
                cause.getErrorCode(),
                cause);
    }
}
