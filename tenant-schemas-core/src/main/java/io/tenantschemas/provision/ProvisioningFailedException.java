package io.tenantschemas.provision;

import java.sql.SQLException;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when the database refused something while tenants' schemas were made or dropped. Nothing was changed. */
public final class ProvisioningFailedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for what the database refused. */
    public ProvisioningFailedException(SQLException cause) {
        super(
                "The transaction that saved or deleted tenants was rolled back, because the database refused to make or drop a"
                        + " schema (SQLSTATE %s): %s".formatted(cause.getSQLState(), cause.getMessage()),
                cause);
    }
}
