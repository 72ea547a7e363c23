package io.tenantschemas.cache.redis;

import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;

import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.TenantKey;

/** Caches in Redis, whose keys are texts: {@code name::tenant:42:key}. */
public final class RedisStore implements NativeStore {

    @Override
    public boolean supports(Cache cache) {
        return cache instanceof RedisCache;
    }

    /** Returns false always: Redis does not say. */
    @Override
    public boolean removeOwnedBy(String tenant, Cache cache) {
        ((RedisCache) cache).clear(TenantKey.prefixOf(tenant) + "*");
        return false;
    }

    @Override
    public void prepare(Cache cache) {
        RedisCacheConfiguration configuration = ((RedisCache) cache).getCacheConfiguration();
        // Caches have configurations in common.
        if (!configuration.getConversionService().canConvert(TenantKey.class, String.class)) {
            configuration.addCacheKeyConverter(new TenantKeyConverter(configuration.getConversionService()));
        }
    }
}
