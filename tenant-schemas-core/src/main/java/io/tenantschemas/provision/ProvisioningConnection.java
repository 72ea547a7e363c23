package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.routing.RoutedConnection;

/** The connection on which schemas are made. */
public final class ProvisioningConnection {

    private ProvisioningConnection() {}

    /**
     * Returns the one behind a connection that may be routed: what is done there moves the path on purpose, and moves it back.
     *
     * @param lifecycle who does it
     */
    public static Connection behind(Connection connection, TenantLifecycle lifecycle) throws SQLException {
        if (!connection.isWrapperFor(RoutedConnection.class)) {
            return connection;
        }
        RoutedConnection routed = connection.unwrap(RoutedConnection.class);
        // Of an application's own it is not known what it leaves.
        return lifecycle instanceof ProvisioningLifecycle ? routed.targetForProvisioning() : routed.target();
    }
}
