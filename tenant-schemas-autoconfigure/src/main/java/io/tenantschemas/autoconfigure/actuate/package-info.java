/**
 * What operators see: {@link io.tenantschemas.autoconfigure.actuate.TenantActuatorAutoConfiguration} keeps their endpoints
 * from the hosts of tenants, and {@link io.tenantschemas.autoconfigure.actuate.TenantHealthAutoConfiguration} tells them
 * whether a node hears of changes of tenants.
 */
@NullMarked
package io.tenantschemas.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
