package io.tenantschemas.registry.postgresql;

import java.sql.SQLException;

/** Thrown when a pooler stands between a connection that is to listen and the server. */
final class PoolerBetweenException extends SQLException {

    private static final long serialVersionUID = 1L;

    PoolerBetweenException() {
        super(
                "There is a pooler between this node and the server, which loses notifications. Name a DataSource bean that"
                        + " leads straight to the server in tenant-schemas.registry.listen-data-source, or set"
                        + " tenant-schemas.registry.listen to false.");
    }
}
