package io.tenantschemas.context;

import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs what it is around once for every active tenant. */
final class ForEachTenantInterceptor implements MethodInterceptor {

    private final Supplier<TenantTemplate> tenants;

    ForEachTenantInterceptor(Supplier<TenantTemplate> tenants) {
        this.tenants = tenants;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) {
        ForEachTenantReport report = tenants.get().forEachTenant(() -> proceed(invocation));
        if (!report.isComplete()) {
            throw new ForEachTenantException(describe(invocation.getMethod()), report);
        }
        return null;
    }

    private static void proceed(MethodInvocation invocation) throws Exception {
        try {
            // An invocation proceeds once only: what remains of the chain would be skipped the second time.
            ((ProxyMethodInvocation) invocation).invocableClone().proceed();
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable neither) {
            throw new UndeclaredThrowableException(neither);
        }
    }

    private static String describe(Method method) {
        return "%s.%s".formatted(method.getDeclaringClass().getSimpleName(), method.getName());
    }
}
