/** Roles of tenants: {@link io.tenantschemas.autoconfigure.role.TenantRoleAutoConfiguration}. */
@NullMarked
package io.tenantschemas.autoconfigure.role;

import org.jspecify.annotations.NullMarked;
