package io.tenantschemas.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;

/**
 * Binds what a request is bound to where the server runs work for it outside of the filters: what is handed to {@link #start},
 * and listeners, which is where Spring MVC calls what was registered with {@code DeferredResult.onTimeout} and its like.
 */
final class TenantAsyncContext implements AsyncContext {

    private final AsyncContext target;

    private final TenantBinding binding;

    TenantAsyncContext(AsyncContext target, TenantBinding binding) {
        this.target = target;
        this.binding = binding;
    }

    @Override
    public void start(Runnable run) {
        target.start(() -> {
            try (TenantScope scope = TenantScope.open(binding)) {
                run.run();
            }
        });
    }

    @Override
    public void addListener(AsyncListener listener) {
        target.addListener(new TenantAsyncListener(listener, binding));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        target.addListener(new TenantAsyncListener(listener, binding), request, response);
    }

    @Override
    public ServletRequest getRequest() {
        return target.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return target.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return target.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        target.dispatch();
    }

    @Override
    public void dispatch(String path) {
        target.dispatch(path);
    }

    @Override
    public void dispatch(@Nullable ServletContext context, String path) {
        target.dispatch(context, path);
    }

    @Override
    public void complete() {
        target.complete();
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return target.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        target.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return target.getTimeout();
    }
}
