/**
 * Spring's caches, divided among tenants. A {@link io.tenantschemas.cache.TenantCacheManager} stands before each of the
 * application's cache managers and its {@link io.tenantschemas.cache.TenantCache} before each cache, so that entries are found
 * by the tenant for which they were stored and by nobody else; {@link io.tenantschemas.cache.TenantCaches} clears for all.
 */
@NullMarked
package io.tenantschemas.cache;

import org.jspecify.annotations.NullMarked;
