package io.tenantschemas.autoconfigure.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import io.tenantschemas.web.CurrentTenantArgumentResolver;
import io.tenantschemas.web.SiteInterceptor;

/** Finds mistakes in the annotations of controllers when the application starts rather than at the first request. */
final class HandlerMethodChecks implements SmartInitializingSingleton {

    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    private final SiteInterceptor sites;

    private final CurrentTenantArgumentResolver arguments;

    HandlerMethodChecks(
            ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
            SiteInterceptor sites,
            CurrentTenantArgumentResolver arguments) {
        this.mappings = mappings;
        this.sites = sites;
        this.arguments = arguments;
    }

    @Override
    public void afterSingletonsInstantiated() {
        mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .forEach(handler -> {
                    sites.check(handler);
                    arguments.check(handler);
                });
    }
}
