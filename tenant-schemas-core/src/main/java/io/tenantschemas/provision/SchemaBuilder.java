package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Makes a new, empty schema what a tenant's schema should be: tables and all, no data of the tenant's yet. */
@FunctionalInterface
public interface SchemaBuilder {

    /**
     * Builds the schema of a tenant within the transaction that is under way on {@code connection}, which may point anywhere
     * afterwards.
     *
     * @return whether it is certain that nothing was left in the session, so that the connection may serve others afterwards
     * @throws io.tenantschemas.tenant.TenantSchemasException if it cannot be built, or not within a transaction
     * @throws SQLException if the database refused something
     */
    boolean build(Tenant tenant, Connection connection) throws SQLException;

    /**
     * Builds the schema of a tenant, of which nothing but the builder has any use yet, on connections of the builder's own: what cannot
     * be done in a transaction. What was done before a failure stays, and building it again does the rest.
     *
     * @param stop breaks off what is running
     * @param condition whether the schema is still the tenant's, to be asked once nobody else can build it or drop it
     * @return false if another process is at it, or the condition does not hold
     * @throws io.tenantschemas.tenant.TenantSchemasException if it cannot be built
     * @throws UnsupportedOperationException if this builder works in transactions only
     */
    default boolean buildByItself(Tenant tenant, MigrationStop stop, MigrationCondition condition) {
        throw new UnsupportedOperationException("Schemas are built by something that works in transactions only");
    }

    /**
     * Looks at a schema that was {@linkplain #buildByItself built by itself}, before anybody uses it, and changes nothing.
     *
     * @param connection the connection of a transaction that keeps everybody from beginning the schema anew
     * @return whether nothing is left to build
     * @throws io.tenantschemas.tenant.TenantSchemasException if nobody may use it as it is
     * @throws SQLException if the database refused something
     * @throws UnsupportedOperationException if this builder works in transactions only
     */
    default boolean isBuilt(Tenant tenant, Connection connection) throws SQLException {
        throw new UnsupportedOperationException("Schemas are built by something that works in transactions only");
    }

    /**
     * Takes note that a tenant's schema with tables that others made is as migrations make one up to a version, so that building it does the
     * rest.
     *
     * @throws io.tenantschemas.tenant.TenantSchemasException if it cannot be so, for example because it has a history
     * @throws SQLException if the database refused something
     * @throws UnsupportedOperationException if this builder knows of no versions
     */
    default void baseline(Tenant tenant, String version, Connection connection) throws SQLException {
        throw new UnsupportedOperationException("Schemas are built by something that knows of no versions");
    }

    /**
     * Keeps others from building further on a schema until the transaction ends, where that can be.
     *
     * @return false if somebody is at it
     * @throws SQLException if the database refused something
     */
    default boolean hold(SchemaName schema, Connection connection) throws SQLException {
        return true;
    }

    /**
     * Takes note that a schema that is a copy of another one, but for rows, is as migrations made that.
     *
     * @throws SQLException if the database refused something
     * @throws UnsupportedOperationException if this builder takes no notes
     */
    default void inherit(SchemaName from, SchemaName to, Connection connection) throws SQLException {
        throw new UnsupportedOperationException("Schemas are built by something that takes no notes");
    }
}
