package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tenantschemas.registry.TenantTable;

/**
 * What attempts to make waiting tenants work with.
 *
 * @param schemas what makes schemas
 * @param store the rows of tenants
 * @param notes what is remembered of those that wait
 * @param unbuilt what makes them
 * @param lifecycle what tells of changes
 * @param attempts how often it is tried
 */
record AttemptTools(
        SchemaProvisioner schemas,
        TenantStore store,
        ProvisioningNotes notes,
        UnbuiltTenants unbuilt,
        TenantLifecycle lifecycle,
        ProvisioningAttempts attempts) {

    static AttemptTools of(
            SchemaProvisioner schemas, TenantTable table, TenantLifecycle lifecycle, ProvisioningAttempts attempts) {
        return new AttemptTools(
                schemas,
                new TenantStore(table),
                new ProvisioningNotes(table, ProvisioningMode.ASYNC),
                new UnbuiltTenants(schemas, table, ProvisioningMode.ASYNC),
                lifecycle,
                attempts);
    }

    /** Leaves a tenant to the process that is at it, and looks again in a while. */
    List<TenantOccurrence> leave(TenantAttempt attempt, Connection connection) throws SQLException {
        notes.takeBack(
                attempt.tenant(), attempt.number(), attempts.initialDelay().toMillis(), connection);
        return List.of();
    }
}
