package io.tenantschemas.routing;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown in {@linkplain RoutingScope#TRANSACTION transaction scope} for what is meant for the session of the server, which is
 * somebody else's after the transaction, or would end the transaction without the driver's knowledge.
 */
public final class SessionStateException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    SessionStateException(String what, String instead) {
        super(("%s was refused, because connections come through a pooler in transaction mode"
                        + " (tenant-schemas.routing.scope=transaction) and somebody else gets the session after the transaction."
                        + " %s")
                .formatted(what, instead));
    }
}
