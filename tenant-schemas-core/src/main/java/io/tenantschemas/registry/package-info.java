/**
 * Which tenants there are. {@link io.tenantschemas.registry.TenantRegistry} finds them by host and by schema, straight from
 * the table of the application's own tenant entity or from a cache in front of it.
 */
@NullMarked
package io.tenantschemas.registry;

import org.jspecify.annotations.NullMarked;
