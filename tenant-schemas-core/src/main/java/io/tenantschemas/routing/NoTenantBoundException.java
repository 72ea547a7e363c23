package io.tenantschemas.routing;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a connection was requested by a thread that is bound to nothing, while a binding is required. */
public final class NoTenantBoundException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    NoTenantBoundException() {
        super(("A connection was requested on thread '%s', which has no tenant bound. Wrap the work in"
                        + " TenantTemplate.execute(...), or in TenantTemplate.executeShared(...) if it is meant for the shared"
                        + " tables.")
                .formatted(Thread.currentThread().getName()));
    }
}
