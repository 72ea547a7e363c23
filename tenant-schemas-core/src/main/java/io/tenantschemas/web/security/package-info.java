/**
 * Spring Security in an application with tenants. {@link io.tenantschemas.web.security.TenantTokens} says which tokens are
 * good for which tenant; the rest keeps what Spring Security remembers by a user's name, which is unique within a tenant only,
 * apart by tenant.
 */
@NullMarked
package io.tenantschemas.web.security;

import org.jspecify.annotations.NullMarked;
