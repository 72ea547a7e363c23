package io.tenantschemas.autoconfigure.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.util.ReflectionUtils;

import io.tenantschemas.cache.TenantCache;
import io.tenantschemas.cache.TenantCacheManager;
import io.tenantschemas.cache.TenantCaches;

/**
 * Puts every {@link CacheManager} bean behind a {@link TenantCacheManager}, and every {@link Cache} bean behind a
 * {@link TenantCache}. A cache manager keeps its class where that can be extended, so that it can be injected as what it is.
 */
final class TenantCachePostProcessor implements BeanPostProcessor {

    private final ObjectProvider<TenantCaches> caches;

    TenantCachePostProcessor(ObjectProvider<TenantCaches> caches) {
        this.caches = caches;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof CacheManager manager && !isDivided(manager)) {
            return divide(manager);
        }
        if (bean instanceof Cache cache && !(cache instanceof TenantCache)) {
            return caches.getObject().divide(cache);
        }
        return bean;
    }

    private static boolean isDivided(CacheManager manager) {
        return manager instanceof TenantCacheManager
                || (manager instanceof Advised advised
                        && advised.getAdvisorCount() > 0
                        && advised.getAdvisors()[0].getAdvice() instanceof DividingInterceptor);
    }

    private Object divide(CacheManager manager) {
        ProxyFactory factory = new ProxyFactory(manager);
        factory.setProxyTargetClass(canBeExtended(manager.getClass()));
        factory.addAdvice(0, new DividingInterceptor(caches.getObject().divide(manager)));
        return factory.getProxy(manager.getClass().getClassLoader());
    }

    // A final method would pass the interceptor by, and see caches that nobody divides.
    private static boolean canBeExtended(Class<?> type) {
        Method getCache = ReflectionUtils.findMethod(type, "getCache", String.class);
        return !Modifier.isFinal(type.getModifiers())
                && !Modifier.isPrivate(type.getModifiers())
                && !type.isHidden()
                && getCache != null
                && !Modifier.isFinal(getCache.getModifiers());
    }
}
