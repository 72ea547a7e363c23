/** Caches of JCache: {@link io.tenantschemas.cache.jcache.JCacheStore} gets at their keys. */
@NullMarked
package io.tenantschemas.cache.jcache;

import org.jspecify.annotations.NullMarked;
