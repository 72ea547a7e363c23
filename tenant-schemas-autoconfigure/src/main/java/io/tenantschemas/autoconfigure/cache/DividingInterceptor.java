package io.tenantschemas.autoconfigure.cache;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.CacheManager;
import org.springframework.util.ReflectionUtils;

/** Has calls of a cache manager's own methods answered by the one that is divided, and all others by the bean itself. */
final class DividingInterceptor implements MethodInterceptor {

    private final CacheManager divided;

    DividingInterceptor(CacheManager divided) {
        this.divided = divided;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        return switch (call.getMethod().getName()) {
            case "getCache", "getCacheNames", "resetCaches" -> answer(call);
            default -> call.proceed();
        };
    }

    private @Nullable Object answer(MethodInvocation call) throws Throwable {
        var method = ReflectionUtils.findMethod(
                CacheManager.class, call.getMethod().getName(), call.getMethod().getParameterTypes());
        return method == null ? call.proceed() : ReflectionUtils.invokeMethod(method, divided, call.getArguments());
    }
}
