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
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;

/**
 * Has a region factory make its regions with {@link TenantCacheKeys}, makes sure that it does, and keeps sessions that
 * outlived their tenant's scope from what was remembered of queries. A proxy, because Hibernate
 * looks at what other interfaces a service has.
 */
final class DividedRegionFactory implements InvocationHandler {

    // Hibernate itself does not read it any more, region factories of others may.
    private static final String KEYS_FACTORY = "hibernate.cache.keys_factory";

    private final RegionFactory target;

    private final TenantCaching caching;

    private final TenantCacheKeys keys;

    private DividedRegionFactory(RegionFactory target, TenantCaching caching) {
        this.target = target;
        this.caching = caching;
        this.keys = new TenantCacheKeys(caching);
    }

    static RegionFactory before(RegionFactory target, TenantCaching caching, Map<String, Object> settings) {
        refuseOwnKeys(target, settings);
        return (RegionFactory) proxy(target, new DividedRegionFactory(target, caching));
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
        Object result = call(target, method, arguments);
        return result instanceof QueryResultsRegion region ? guarded(region) : result;
    }

    /** Returns a region that refuses what it has for a session to those who work for another tenant. */
    private QueryResultsRegion guarded(QueryResultsRegion region) {
        return (QueryResultsRegion) proxy(region, (proxy, method, arguments) -> {
            if (method.getName().equals("getFromCache")
                    && arguments[1] instanceof SharedSessionContractImplementor session) {
                refuseToOthers(session.getTenantIdentifier());
            }
            return call(region, method, arguments);
        });
    }

    private DomainDataRegion guarded(DomainDataRegion region) {
        return (DomainDataRegion) proxy(region, (proxy, method, arguments) -> {
            Object result = call(region, method, arguments);
            return result instanceof CachedDomainDataAccess access ? guarded(access) : result;
        });
    }

    private Object guarded(CachedDomainDataAccess access) {
        return proxy(access, (proxy, method, arguments) -> {
            if (method.getName().equals("get") && arguments[0] instanceof SharedSessionContractImplementor session) {
                refuseToOthers(session.getTenantIdentifier());
            }
            return call(access, method, arguments);
        });
    }

    private static Object proxy(Object target, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                DividedRegionFactory.class.getClassLoader(), ClassUtils.getAllInterfaces(target), handler);
    }

    // What is found there reaches no connection, where it would be refused otherwise.
    private void refuseToOthers(@Nullable String tenant) {
        TenantBinding binding = TenantContext.binding();
        if (tenant != null && !tenant.equals(binding.identifier(caching.publicSchema()))) {
            throw TenantSwitchException.held("A session", tenant, binding);
        }
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
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
        return guarded(region);
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
