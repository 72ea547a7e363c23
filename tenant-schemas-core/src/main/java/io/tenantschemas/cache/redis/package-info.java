/** Caches in Redis: {@link io.tenantschemas.cache.redis.RedisStore} teaches them the keys and clears by pattern. */
@NullMarked
package io.tenantschemas.cache.redis;

import org.jspecify.annotations.NullMarked;
