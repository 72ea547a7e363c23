package io.tenantschemas.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.Assert;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.Tenant;

/** Gives controllers the arguments that {@link CurrentTenant} marks. */
public final class CurrentTenantArgumentResolver implements HandlerMethodArgumentResolver {

    private final List<? extends TenantEntityLoader> loaders;

    /**
     * Creates a resolver.
     *
     * @param loaders what loads the application's own tenant entity; may be empty
     */
    public CurrentTenantArgumentResolver(List<? extends TenantEntityLoader> loaders) {
        Assert.notNull(loaders, "'loaders' must not be null");
        this.loaders = List.copyOf(loaders);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return MergedAnnotations.from(parameter.getParameterAnnotations()).isPresent(CurrentTenant.class);
    }

    /**
     * Returns the tenant.
     *
     * @throws NoCurrentTenantException if there is none and the argument requires one
     * @throws UnsupportedTenantArgumentException if the argument is neither a tenant nor the application's entity
     */
    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        Optional<?> tenant = resolve(parameter.nestedIfOptional());
        if (parameter.getParameterType() == Optional.class) {
            return tenant;
        }
        if (tenant.isEmpty() && !parameter.isOptional()) {
            throw new NoCurrentTenantException(parameter);
        }
        return tenant.orElse(null);
    }

    /**
     * Checks the arguments of {@code method} ahead of its first request.
     *
     * @throws UnsupportedTenantArgumentException if one is neither a tenant nor the application's entity
     */
    public void check(HandlerMethod method) {
        Arrays.stream(method.getMethodParameters())
                .filter(this::supportsParameter)
                .map(MethodParameter::nestedIfOptional)
                .filter(parameter -> !isTenant(parameter))
                .forEach(this::loaderFor);
    }

    private Optional<?> resolve(MethodParameter parameter) {
        return isTenant(parameter)
                ? TenantContext.current()
                : TenantContext.current().flatMap(loaderFor(parameter)::load);
    }

    private static boolean isTenant(MethodParameter parameter) {
        return parameter.getNestedParameterType() == Tenant.class;
    }

    private TenantEntityLoader loaderFor(MethodParameter parameter) {
        return loaders.stream()
                .filter(loader -> loader.entityType() == parameter.getNestedParameterType())
                .findFirst()
                .orElseThrow(() -> unsupported(parameter));
    }

    private UnsupportedTenantArgumentException unsupported(MethodParameter parameter) {
        return new UnsupportedTenantArgumentException(
                parameter,
                loaders.stream().<Class<?>>map(TenantEntityLoader::entityType).toList());
    }
}
