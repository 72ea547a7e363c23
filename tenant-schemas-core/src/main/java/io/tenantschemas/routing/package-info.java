/**
 * How a connection is pointed at a tenant. A {@link io.tenantschemas.routing.RoutingDataSource} stands before each data
 * source of the application and sees to it that statements find the tables of what the thread is bound to, by the
 * {@code search_path} or by their names, and that the schema is really there.
 */
@NullMarked
package io.tenantschemas.routing;

import org.jspecify.annotations.NullMarked;
