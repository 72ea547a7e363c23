package io.tenantschemas.context;

import java.lang.reflect.Method;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when {@link ForEachTenant} is on a method that cannot be run once for every tenant. */
public final class UnsupportedForEachTenantException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private UnsupportedForEachTenantException(Method method, String problem, String remedy) {
        super("@ForEachTenant on %s.%s is not supported, because %s. %s"
                .formatted(method.getDeclaringClass().getName(), method.getName(), problem, remedy));
    }

    static UnsupportedForEachTenantException returning(Method method) {
        return new UnsupportedForEachTenantException(
                method,
                "it returns %s and there would be one for every tenant"
                        .formatted(method.getReturnType().getSimpleName()),
                "Let it return void, or call TenantTemplate.forEachTenant(...) and collect what each tenant gives. A Future"
                        + " is refused as well: what it stands for would go on after its tenant's turn.");
    }

    static UnsupportedForEachTenantException unproxiable(Method method, String problem) {
        return new UnsupportedForEachTenantException(
                method,
                "%s and would run once, for no tenant".formatted(problem),
                "Make it a method that a proxy can override: not private, not static, not final, in a class that is not"
                        + " final. Or call TenantTemplate.forEachTenant(...) within it.");
    }
}
