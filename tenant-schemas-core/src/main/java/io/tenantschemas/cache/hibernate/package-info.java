/**
 * Hibernate's second-level cache, divided among tenants by {@link io.tenantschemas.cache.hibernate.TenantCaching}: what belongs
 * to a tenant is found by its id, and what is shared is kept once for all.
 */
@NullMarked
package io.tenantschemas.cache.hibernate;

import org.jspecify.annotations.NullMarked;
