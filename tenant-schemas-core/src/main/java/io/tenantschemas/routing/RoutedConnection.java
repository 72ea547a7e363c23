package io.tenantschemas.routing;

import java.sql.Connection;

import io.tenantschemas.context.TenantBinding;

/** A connection that points at what the thread was bound to when it was handed out. */
public interface RoutedConnection extends Connection {

    /** Returns what the connection serves. */
    TenantBinding binding();

    /**
     * Returns the connection behind this one, on which nobody sees what is done: another tenant does not get its session
     * afterwards.
     */
    Connection target();

    /**
     * Returns the connection behind this one, for provisioning, which moves the path itself and moves it back, leaves nothing else
     * in the session, and {@linkplain RoutingDataSource#beginGuestWork says so} where somebody else may. Nobody else may call this:
     * the session serves other tenants afterwards, who would find what is left in it.
     */
    Connection targetForProvisioning();
}
