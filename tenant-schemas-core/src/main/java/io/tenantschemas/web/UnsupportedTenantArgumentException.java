package io.tenantschemas.web;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.core.MethodParameter;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when an argument with {@link CurrentTenant} has a type that no tenant can be given as. */
public final class UnsupportedTenantArgumentException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient MethodParameter parameter;

    UnsupportedTenantArgumentException(MethodParameter parameter, Collection<Class<?>> entityTypes) {
        super("%s of %s has @CurrentTenant, but its type '%s' is none that a tenant can be given as. Use one of: %s."
                .formatted(
                        NoCurrentTenantException.described(parameter),
                        parameter.getExecutable().toGenericString(),
                        parameter.getGenericParameterType().getTypeName(),
                        supported(entityTypes)));
        this.parameter = parameter;
    }

    private static String supported(Collection<Class<?>> entityTypes) {
        return Stream.concat(Stream.of(Tenant.class), entityTypes.stream())
                .map(Class::getName)
                .collect(Collectors.joining(", ", "", ", or an Optional of it"));
    }

    /** Returns the argument. */
    public MethodParameter parameter() {
        return parameter;
    }
}
