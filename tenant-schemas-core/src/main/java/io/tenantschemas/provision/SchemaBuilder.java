package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.tenant.SchemaName;

/** Makes a new, empty schema what a tenant's schema should be: tables and all, no data of the tenant's yet. */
@FunctionalInterface
public interface SchemaBuilder {

    /**
     * Builds the schema within the transaction that is under way on {@code connection}, which may point anywhere
     * afterwards.
     *
     * @return whether it is certain that nothing was left in the session, so that the connection may serve others afterwards
     * @throws io.tenantschemas.tenant.TenantSchemasException if it cannot be built, or not within a transaction
     * @throws SQLException if the database refused something
     */
    boolean build(SchemaName schema, Connection connection) throws SQLException;
}
