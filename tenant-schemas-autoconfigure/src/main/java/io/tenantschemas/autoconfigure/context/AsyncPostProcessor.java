package io.tenantschemas.autoconfigure.context;

import java.util.Arrays;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;

/**
 * Has {@code @Async} methods take the binding along also where the executor is not a bean: one that an {@code AsyncConfigurer}
 * makes for itself, or Spring's own when it cannot decide among several beans.
 *
 * <p>Without an order, so that it comes after the post-processor for {@code @Async}, wherever an application has put that.
 */
final class AsyncPostProcessor implements BeanPostProcessor {

    private static final String BINDING = AsyncPostProcessor.class.getName() + ".BINDING";

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        // A proxy that was made for @Async may stand behind one that was made later.
        for (Object each = bean; each instanceof Advised advised; each = AopProxyUtils.getSingletonTarget(advised)) {
            if (!advised.isFrozen()) {
                surroundAsync(advised);
            }
        }
        return bean;
    }

    private static void surroundAsync(Advised advised) {
        Arrays.stream(advised.getAdvisors())
                .filter(AsyncAnnotationAdvisor.class::isInstance)
                .forEach(async -> surround((AsyncAnnotationAdvisor) async, advised));
    }

    private static void surround(AsyncAnnotationAdvisor async, Advised advised) {
        int position = advised.indexOf(async);
        advised.addAdvisor(position + 1, on(async, new Bind()));
        advised.addAdvisor(position, on(async, new Capture()));
    }

    private static Advisor on(PointcutAdvisor async, Advice advice) {
        return new DefaultPointcutAdvisor(async.getPointcut(), advice);
    }

    /** Notes what is bound in the thread that calls. */
    private static final class Capture implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            ((ProxyMethodInvocation) invocation).setUserAttribute(BINDING, TenantContext.binding());
            return invocation.proceed();
        }
    }

    /** Binds it in the thread that works. */
    private static final class Bind implements MethodInterceptor {

        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            Object binding = ((ProxyMethodInvocation) invocation).getUserAttribute(BINDING);
            try (TenantScope scope =
                    TenantScope.open(binding instanceof TenantBinding noted ? noted : new TenantBinding.Unbound())) {
                return invocation.proceed();
            }
        }
    }
}
