/**
 * How a connection is pointed at a tenant. A {@link io.tenantschemas.routing.RoutingDataSource} stands before each data
 * source of the application and asserts, at every checkout, that the connection's {@code search_path} is the one of what the
 * thread is bound to and that the schema is really there.
 */
@NullMarked
package io.tenantschemas.routing;

import org.jspecify.annotations.NullMarked;
