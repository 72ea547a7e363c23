package io.tenantschemas.cache.jcache;

import java.util.List;
import java.util.Set;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.spi.CachingProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.jcache.JCacheCacheManager;

import io.tenantschemas.cache.CacheScope;
import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.SelfLoadingCacheException;
import io.tenantschemas.cache.TenantCacheContract;
import io.tenantschemas.cache.TenantCacheManager;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every provider of JCache has to do. */
abstract class JCacheTenantCacheContract extends TenantCacheContract {

    private final CachingProvider provider;

    JCacheTenantCacheContract(String provider) {
        this.provider = Caching.getCachingProvider(provider);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private CacheManager nativeManager() {
        CacheManager manager = provider.getCacheManager();
        for (String name : List.of("notes", "plans")) {
            if (manager.getCache(name) == null) {
                manager.createCache(name, new MutableConfiguration<>());
            }
        }
        return manager;
    }

    @Override
    protected JCacheCacheManager cacheManager() {
        JCacheCacheManager manager = new JCacheCacheManager(nativeManager());
        manager.afterPropertiesSet();
        return manager;
    }

    @Override
    protected NativeStore nativeStore() {
        return new JCacheStore();
    }

    @Override
    protected boolean isAsynchronous() {
        return false;
    }

    @Test
    void refusesACacheThatLoadsByItself() {
        nativeManager()
                .createCache(
                        "loading",
                        new MutableConfiguration<Object, Object>()
                                .setReadThrough(true)
                                .setCacheLoaderFactory(FactoryBuilder.factoryOf(Loader.class)));
        TenantCacheManager manager = new TenantCacheManager(
                cacheManager(), new CacheScope(SchemaName.of("public"), Set.of(), false), List.of(nativeStore()));

        assertThatExceptionOfType(SelfLoadingCacheException.class).isThrownBy(() -> manager.getCache("loading"));
    }

    public static final class Loader implements CacheLoader<Object, Object> {

        @Override
        public Object load(Object key) {
            return "loaded";
        }

        @Override
        public java.util.Map<Object, Object> loadAll(Iterable<?> keys) {
            return java.util.Map.of();
        }
    }
}
