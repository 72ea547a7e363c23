package io.tenantschemas.routing;

import javax.sql.DataSource;

/**
 * The data source that holds the tenants, as it is without routing: for work that names its schemas itself, such as reading
 * the registry and migrating.
 *
 * @param dataSource the data source, whose connections point anywhere
 */
public record UnroutedDataSource(DataSource dataSource) {}
