package io.tenantschemas.web;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a session is to be made for a request that comes with somebody else's, which must not be ended. */
public final class ForeignSessionException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    ForeignSessionException(SessionOwner owner) {
        super(
                ("No session was made for %s, because the request comes with the id of one that belongs to somebody else. On a"
                                + " path in tenant-schemas.ignored-paths it is the tenant's own, which must not be ended there: take"
                                + " the path out of the list, or do without a session.")
                        .formatted(owner.describe()));
    }
}
