package io.tenantschemas.migrate;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when migrating needs a connection and there is none to be had. */
public final class DatabaseUnreachableException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception for that refusal. */
    public DatabaseUnreachableException(Exception cause) {
        super(
                "There is no connection to the database to be had: %s Check that it runs, and its address, user and password."
                        .formatted(reason(cause)),
                cause);
    }

    private static String reason(Exception cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
