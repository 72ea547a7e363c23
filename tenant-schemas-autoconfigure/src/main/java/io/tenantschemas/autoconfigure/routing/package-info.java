/**
 * Routing in a Spring Boot application: every data source bean is put behind a
 * {@link io.tenantschemas.routing.RoutingDataSource}, and every entity manager factory over one is made multi-tenant.
 */
@NullMarked
package io.tenantschemas.autoconfigure.routing;

import org.jspecify.annotations.NullMarked;
