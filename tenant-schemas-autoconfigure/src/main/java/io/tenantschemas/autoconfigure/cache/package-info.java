/**
 * Caches in a Spring Boot application: every cache manager bean, and every cache bean, is put behind one that is divided among
 * tenants ({@link io.tenantschemas.cache.TenantCacheManager}).
 */
@NullMarked
package io.tenantschemas.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
