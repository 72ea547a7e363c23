package io.tenantschemas.autoconfigure.security;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.core.userdetails.UserCache;
import org.springframework.security.core.userdetails.cache.NullUserCache;
import org.springframework.security.web.authentication.rememberme.PersistentTokenRepository;
import org.springframework.util.ReflectionUtils;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.web.security.TenantPersistentTokenRepository;
import io.tenantschemas.web.security.TenantUserCache;

/** Puts the tenant into what beans of the application's own remember by a user's name or a cookie's content. */
final class TenantSecurityPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<PublicSchema> publicSchema;

    TenantSecurityPostProcessor(ObjectProvider<PublicSchema> publicSchema) {
        this.publicSchema = publicSchema;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof PersistentTokenRepository repository
                && !(bean instanceof TenantPersistentTokenRepository)) {
            return standIn(
                    bean,
                    PersistentTokenRepository.class,
                    new TenantPersistentTokenRepository(
                            repository, publicSchema.getObject().name()));
        }
        if (bean instanceof UserCache cache && !(bean instanceof TenantUserCache || bean instanceof NullUserCache)) {
            return standIn(
                    bean,
                    UserCache.class,
                    new TenantUserCache(cache, publicSchema.getObject().name()));
        }
        return bean;
    }

    // Of the bean's own class wherever that can be extended: it may be injected by it.
    private static <T> Object standIn(Object bean, Class<T> type, T replacement) {
        ProxyFactory factory = new ProxyFactory(bean);
        factory.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()));
        factory.addAdvice((MethodInterceptor) invocation -> {
            Method method = ReflectionUtils.findMethod(
                    type,
                    invocation.getMethod().getName(),
                    invocation.getMethod().getParameterTypes());
            return method == null
                    ? invocation.proceed()
                    : AopUtils.invokeJoinpointUsingReflection(replacement, method, invocation.getArguments());
        });
        return factory.getProxy(bean.getClass().getClassLoader());
    }
}
