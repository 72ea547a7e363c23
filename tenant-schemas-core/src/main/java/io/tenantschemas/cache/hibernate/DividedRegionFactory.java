package io.tenantschemas.cache.hibernate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Has a region factory make its regions with {@link TenantCacheKeys}, and makes sure that it does. A proxy, because Hibernate
 * looks at what other interfaces a service has.
 */
final class DividedRegionFactory implements InvocationHandler {

    // Hibernate itself does not read it any more, region factories of others may.
    private static final String KEYS_FACTORY = "hibernate.cache.keys_factory";

    private final RegionFactory target;

    private final TenantCacheKeys keys;

    private DividedRegionFactory(RegionFactory target, TenantCacheKeys keys) {
        this.target = target;
        this.keys = keys;
    }

    static RegionFactory before(RegionFactory target, TenantCaching caching, Map<String, Object> settings) {
        refuseOwnKeys(target, settings);
        return (RegionFactory) Proxy.newProxyInstance(
                DividedRegionFactory.class.getClassLoader(),
                ClassUtils.getAllInterfaces(target),
                new DividedRegionFactory(target, new TenantCacheKeys(caching)));
    }

    private static void refuseOwnKeys(RegionFactory target, Map<String, Object> settings) {
        Object setting = settings.get(KEYS_FACTORY);
        if (setting != null) {
            throw CacheKeysException.ofTheApplication(String.valueOf(setting));
        }
        Method method = ReflectionUtils.findMethod(target.getClass(), "getImplicitCacheKeysFactory");
        if (method != null && method.trySetAccessible()) {
            Object own = ReflectionUtils.invokeMethod(method, target);
            if (own != null && own.getClass() != DefaultCacheKeysFactory.class) {
                throw CacheKeysException.ofTheApplication(own.getClass().getName());
            }
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null
                && arguments.length == 2
                && arguments[0] instanceof DomainDataRegionConfig config
                && arguments[1] instanceof DomainDataRegionBuildingContext context) {
            return build(config, context);
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    private DomainDataRegion build(DomainDataRegionConfig config, DomainDataRegionBuildingContext context) {
        DomainDataRegion region = target.buildDomainDataRegion(config, new WithKeys(keys, context.getSessionFactory()));
        if (!isInForce(region, config, context.getSessionFactory())) {
            throw CacheKeysException.notInForce(target.getClass().getName());
        }
        return region;
    }

    private static boolean isInForce(
            DomainDataRegion region, DomainDataRegionConfig config, SessionFactoryImplementor factory) {
        Object probe = TenantCacheKeys.PROBE;
        try {
            return config.getEntityCaching().stream()
                            .map(each -> region.getEntityDataAccess(each.getNavigableRole()))
                            .allMatch(access -> access.generateCacheKey(probe, null, factory, "") == probe)
                    && config.getCollectionCaching().stream()
                            .map(each -> region.getCollectionDataAccess(each.getNavigableRole()))
                            .allMatch(access -> access.generateCacheKey(probe, null, factory, "") == probe)
                    && config.getNaturalIdCaching().stream()
                            .map(each -> region.getNaturalIdDataAccess(each.getNavigableRole()))
                            .allMatch(access -> access.generateCacheKey(probe, null, null) == probe);
        } catch (RuntimeException notOurs) {
            // Whoever makes the keys here tried to make one of the probe.
            return false;
        }
    }

    private record WithKeys(CacheKeysFactory getEnforcedCacheKeysFactory, SessionFactoryImplementor getSessionFactory)
            implements DomainDataRegionBuildingContext {}
}
