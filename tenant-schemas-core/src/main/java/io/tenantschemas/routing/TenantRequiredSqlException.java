package io.tenantschemas.routing;

import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.Set;

import io.tenantschemas.context.TenantBinding;

/**
 * Thrown instead of PostgreSQL's "relation does not exist", or function, or type, where no tenant was bound, which is the
 * likely reason: it stands in tenants' schemas only.
 */
public final class TenantRequiredSqlException extends SQLSyntaxErrorException {

    /** PostgreSQL's codes {@code undefined_table}, {@code undefined_function} and {@code undefined_object}. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42883", "42704");

    private static final long serialVersionUID = 1L;

    TenantRequiredSqlException(TenantBinding binding, SQLException cause) {
        super(
                ("%s. On thread '%s' %s is bound, so only the shared tables are in reach. If what is missing belongs to tenants,"
                                + " wrap the work, its transaction included, in TenantTemplate.execute(...).")
                        .formatted(cause.getMessage(), Thread.currentThread().getName(), binding.describe()),
                cause.getSQLState(),
                cause.getErrorCode(),
                cause);
    }

    /** Returns whether something was not found that a tenant may have. */
    static boolean explains(SQLException failure) {
        return UNDEFINED.contains(String.valueOf(failure.getSQLState()));
    }
}
