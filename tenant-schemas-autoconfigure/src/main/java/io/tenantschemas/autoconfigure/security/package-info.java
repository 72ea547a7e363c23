/**
 * Spring Security: {@link io.tenantschemas.autoconfigure.security.TenantSecurityAutoConfiguration} keeps users, tokens and what
 * is remembered of them to their tenants.
 */
@NullMarked
package io.tenantschemas.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
