package io.tenantschemas.autoconfigure.routing;

import java.util.List;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when a pool would change the settings of sessions that a pooler gives to others. */
public final class SessionSettingsException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    SessionSettingsException(String dataSource, List<String> settings) {
        super(("Connections of data source '%s' come through a pooler in transaction mode"
                        + " (tenant-schemas.routing.scope=transaction), but its pool would set something in sessions that belong to"
                        + " others by then: %s. Remove that; what all sessions need can be set on the server (ALTER ROLE ... SET"
                        + " ...), and an isolation level in @Transactional.")
                .formatted(dataSource, String.join(", ", settings)));
    }
}
