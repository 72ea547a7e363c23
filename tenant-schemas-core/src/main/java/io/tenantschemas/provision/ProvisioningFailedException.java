package io.tenantschemas.provision;

import java.sql.SQLException;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when the database refused something while tenants' rows or schemas were written. Nothing was changed, unless the
 * connection broke: then nobody knows, and the message says so.
 */
public final class ProvisioningFailedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for what the database refused. */
    public ProvisioningFailedException(SQLException cause) {
        super(
                "The transaction that saved or deleted tenants was rolled back, because the database refused to make or drop a"
                        + " schema (SQLSTATE %s): %s".formatted(cause.getSQLState(), cause.getMessage()),
                cause);
    }

    ProvisioningFailedException(SchemaName schema, String what, SQLException cause) {
        super(
                (SqlStates.isBrokenConnection(cause)
                                ? "Whether tenant '%s' was %s is not known, because the connection broke (SQLSTATE %s); look"
                                        + " before you try again: %s"
                                : "Tenant '%s' was not %s, because the database refused it (SQLSTATE %s): %s")
                        .formatted(schema, what, cause.getSQLState(), cause.getMessage()),
                cause);
    }
}
