/**
 * Hibernate's part of routing: sessions belong to a tenant and get connections for no other
 * ({@link io.tenantschemas.routing.hibernate.TenantConnectionProvider}), and what belongs to shared entities is qualified
 * with the public schema ({@link io.tenantschemas.routing.hibernate.SharedMappingContributor}).
 */
@NullMarked
package io.tenantschemas.routing.hibernate;

import org.jspecify.annotations.NullMarked;
