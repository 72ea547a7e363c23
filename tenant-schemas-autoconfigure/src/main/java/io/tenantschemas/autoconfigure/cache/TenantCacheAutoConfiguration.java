package io.tenantschemas.autoconfigure.cache;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.cache.CacheScope;
import io.tenantschemas.cache.ConcurrentMapStore;
import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.TenantCaches;
import io.tenantschemas.cache.caffeine.CaffeineStore;
import io.tenantschemas.cache.jcache.JCacheStore;
import io.tenantschemas.cache.redis.RedisStore;

/** {@link EnableAutoConfiguration Auto-configuration} that divides the application's caches among tenants. */
@AutoConfiguration(after = TenantSchemasAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantCacheProperties.class)
public final class TenantCacheAutoConfiguration {

    @Bean
    TenantCaches tenantCaches(
            PublicSchema publicSchema,
            TenantSchemasProperties properties,
            TenantCacheProperties cache,
            ObjectProvider<NativeStore> nativeStores) {
        return new TenantCaches(
                new CacheScope(publicSchema.name(), cache.shared(), properties.requireTenant()),
                nativeStores.orderedStream().toList());
    }

    @Bean
    DroppedTenantListener droppedTenantListener(ObjectProvider<TenantCaches> caches) {
        return new DroppedTenantListener(caches);
    }

    // Static and lazy: a post-processor is created before ordinary beans and must not drag them in early.
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TenantCachePostProcessor tenantCachePostProcessor(ObjectProvider<TenantCaches> caches) {
        return new TenantCachePostProcessor(caches);
    }

    @Bean
    ConcurrentMapStore concurrentMapStore() {
        return new ConcurrentMapStore();
    }

    /** What is known of caches of Caffeine. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "com.github.benmanes.caffeine.cache.Cache")
    static class CaffeineConfiguration {

        @Bean
        CaffeineStore caffeineStore() {
            return new CaffeineStore();
        }
    }

    /** What is known of caches of JCache. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "javax.cache.Cache")
    static class JCacheConfiguration {

        @Bean
        JCacheStore jCacheStore() {
            return new JCacheStore();
        }
    }

    /** What is known of caches in Redis. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.data.redis.cache.RedisCache")
    static class RedisConfiguration {

        @Bean
        RedisStore redisStore() {
            return new RedisStore();
        }
    }
}
