package io.tenantschemas.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

import io.tenantschemas.context.TenantBinding;

/** A request whose asynchronous context binds what the request is bound to. */
final class TenantRequest extends HttpServletRequestWrapper {

    private final TenantBinding binding;

    private TenantRequest(HttpServletRequest request, TenantBinding binding) {
        super(request);
        this.binding = binding;
    }

    static HttpServletRequest of(HttpServletRequest request, TenantBinding binding) {
        // A dispatch may come with the request that an earlier one has wrapped.
        return WebUtils.getNativeRequest(request, TenantRequest.class) == null
                ? new TenantRequest(request, binding)
                : request;
    }

    @Override
    public AsyncContext startAsync() {
        return new TenantAsyncContext(super.startAsync(), binding);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new TenantAsyncContext(super.startAsync(request, response), binding);
    }

    @Override
    public @Nullable AsyncContext getAsyncContext() {
        AsyncContext context = super.getAsyncContext();
        // Spring's mock of a request has none before it is asynchronous, where a server's throws an exception.
        return context == null ? null : new TenantAsyncContext(context, binding);
    }
}
