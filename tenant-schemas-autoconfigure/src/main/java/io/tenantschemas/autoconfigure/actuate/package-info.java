/**
 * Operators' endpoints: {@link io.tenantschemas.autoconfigure.actuate.TenantActuatorAutoConfiguration} keeps them from the
 * hosts of tenants.
 */
@NullMarked
package io.tenantschemas.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
