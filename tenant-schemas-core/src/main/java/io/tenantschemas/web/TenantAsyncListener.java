package io.tenantschemas.web;

import java.io.IOException;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;

/** Tells a listener of its request's fate with that bound which the request is bound to. */
record TenantAsyncListener(AsyncListener target, TenantBinding binding) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        try (TenantScope scope = TenantScope.open(binding)) {
            target.onComplete(event);
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        try (TenantScope scope = TenantScope.open(binding)) {
            target.onTimeout(event);
        }
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        try (TenantScope scope = TenantScope.open(binding)) {
            target.onError(event);
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        try (TenantScope scope = TenantScope.open(binding)) {
            target.onStartAsync(event);
        }
    }
}
