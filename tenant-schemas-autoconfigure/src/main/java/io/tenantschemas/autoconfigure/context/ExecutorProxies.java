package io.tenantschemas.autoconfigure.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;

import io.tenantschemas.context.TenantTaskDecorator;

/** Puts a proxy before an executor that has no place for a decorator. */
final class ExecutorProxies {

    private final SubmissionInterceptor interceptor;

    ExecutorProxies(TenantTaskDecorator decorator) {
        this.interceptor = new SubmissionInterceptor(decorator);
    }

    /**
     * Returns {@code executor} with a decorator for what is handed over to it, or empty when that would make it something
     * else than {@code declared}.
     */
    Optional<Object> before(Object executor, Class<?> declared) {
        if (executor instanceof Advised advised && !advised.isFrozen()) {
            advise(advised);
            return Optional.of(executor);
        }
        return ofItsClass(executor).or(() -> declared.isInterface() ? ofItsInterfaces(executor) : Optional.empty());
    }

    private void advise(Advised advised) {
        if (Arrays.stream(advised.getAdvisors())
                .noneMatch(advisor -> advisor.getAdvice() instanceof SubmissionInterceptor)) {
            advised.addAdvice(0, interceptor);
        }
    }

    private Optional<Object> ofItsClass(Object executor) {
        if (!isExtensible(executor.getClass())) {
            return Optional.empty();
        }
        try {
            ProxyFactory factory = new ProxyFactory(executor);
            factory.setProxyTargetClass(true);
            factory.addAdvice(interceptor);
            return Optional.of(factory.getProxy(getClass().getClassLoader()));
        } catch (AopConfigException closedPackage) {
            // Classes of the JDK may not be extended from outside of their module in this way.
            return Optional.empty();
        }
    }

    private static boolean isExtensible(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && Arrays.stream(type.getMethods()).noneMatch(ExecutorProxies::isFinalSubmission);
    }

    private static boolean isFinalSubmission(Method method) {
        return Modifier.isFinal(method.getModifiers()) && SubmissionInterceptor.SUBMISSIONS.contains(method.getName());
    }

    private Optional<Object> ofItsInterfaces(Object executor) {
        ProxyFactory factory = new ProxyFactory(executor);
        factory.addAdvice(interceptor);
        return Optional.of(factory.getProxy(getClass().getClassLoader()));
    }
}
