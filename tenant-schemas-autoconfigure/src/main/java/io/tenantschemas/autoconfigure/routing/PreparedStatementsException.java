package io.tenantschemas.autoconfigure.routing;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the driver would prepare statements in sessions that a pooler gives to others. */
public final class PreparedStatementsException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    PreparedStatementsException(String dataSource, int threshold) {
        super(("Connections of data source '%s' come through a pooler in transaction mode"
                        + " (tenant-schemas.routing.scope=transaction), but the driver prepares statements that are executed %d"
                        + " times, and would look for them in sessions that belong to others by then. Add prepareThreshold=0 to the"
                        + " JDBC URL. If the pooler itself keeps prepared statements (PgBouncer from 1.21 on, with"
                        + " max_prepared_statements above 0), set tenant-schemas.routing.prepared-statements=true.")
                .formatted(dataSource, threshold));
    }
}
