/**
 * Notices through Hibernate's events that tenants are saved and deleted
 * ({@link io.tenantschemas.provision.hibernate.TenantEntityListener}) and has their schemas made and dropped before the
 * transaction completes, for the rows that are then really there. What Hibernate keeps of tenants is forgotten when they change
 * ({@link io.tenantschemas.provision.hibernate.CachedTenants}).
 */
@NullMarked
package io.tenantschemas.provision.hibernate;

import org.jspecify.annotations.NullMarked;
