package io.tenantschemas.web;

import java.util.concurrent.Callable;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;

/**
 * Binds what a request is bound to in the thread in which Spring MVC runs the {@link Callable}, {@code WebAsyncTask} or
 * {@code StreamingResponseBody} that a controller has returned.
 *
 * <p>There is one for each request, and nothing is read from the request later: after a timeout the server may have given
 * the same object to another tenant's request while the task is still running.
 */
final class TenantCallableInterceptor implements CallableProcessingInterceptor {

    private static final ThreadLocal<TenantScope> SCOPE = new ThreadLocal<>();

    private final TenantBinding binding;

    private TenantCallableInterceptor(TenantBinding binding) {
        this.binding = binding;
    }

    static void register(HttpServletRequest request, TenantBinding binding) {
        WebAsyncUtils.getAsyncManager(request)
                .registerCallableInterceptor(TenantCallableInterceptor.class, new TenantCallableInterceptor(binding));
    }

    @Override
    public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
        SCOPE.set(TenantScope.open(binding));
    }

    @Override
    public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
        TenantScope scope = SCOPE.get();
        if (scope != null) {
            SCOPE.remove();
            scope.close();
        }
    }
}
