package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

/**
 * A pool whose connections are routed.
 *
 * @param name the bean's name, and which of those behind it is meant where there are several
 * @param dataSource the pool, which need not be a bean
 */
record RoutedPool(String name, DataSource dataSource) {}
