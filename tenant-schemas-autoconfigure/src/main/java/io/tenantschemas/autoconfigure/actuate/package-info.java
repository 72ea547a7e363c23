/**
 * What operators see: {@link io.tenantschemas.autoconfigure.actuate.TenantActuatorAutoConfiguration} keeps their endpoints
 * from the hosts of tenants, {@link io.tenantschemas.autoconfigure.actuate.TenantHealthAutoConfiguration} and {@link
 * io.tenantschemas.autoconfigure.actuate.TenantMetricsAutoConfiguration} tell how the registry fares.
 */
@NullMarked
package io.tenantschemas.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
