package io.tenantschemas.routing;

import javax.sql.DataSource;

/**
 * The data source that holds the tenants, as it is without routing: for work that names its schemas itself, such as reading
 * the registry and migrating.
 *
 * <p>Nothing is reset when a connection goes back to its pool, so a name without a schema may lead to a table of the tenant
 * that the connection served last. Statements run as the database user, also where those of tenants run as roles.
 *
 * @param dataSource the data source, whose connections point at whatever they were used for last
 */
public record UnroutedDataSource(DataSource dataSource) {}
