package io.tenantschemas.routing;

import java.sql.Connection;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantSwitchException;

/** A connection that its owner lends to others in the same thread, for one binding. */
final class LentConnection {

    private final Connection connection;

    private final TenantBinding binding;

    private volatile boolean over;

    private volatile boolean rollbackRequested;

    LentConnection(Connection connection, TenantBinding binding) {
        this.connection = connection;
        this.binding = binding;
    }

    Connection checkOut(TenantBinding now, SearchPaths paths) {
        if (!paths.areSame(now, binding)) {
            throw TenantSwitchException.held("The connection that provisions a tenant", binding, now);
        }
        return HeldConnection.of(connection, this);
    }

    void requestRollback() {
        rollbackRequested = true;
    }

    boolean isRollbackRequested() {
        return rollbackRequested;
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
