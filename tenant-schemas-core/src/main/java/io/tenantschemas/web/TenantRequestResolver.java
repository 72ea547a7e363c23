package io.tenantschemas.web;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Finds out which tenant a request is meant for.
 *
 * <p>A resolver only reads the request: whether such a tenant exists is for the registry to say, and binding it is for the
 * filter. Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface TenantRequestResolver {

    /**
     * Reads the tenant from {@code request}.
     *
     * @return what the request names, or empty when it names none
     * @throws io.tenantschemas.tenant.InvalidHostException if the request names something that cannot be a host
     * @throws io.tenantschemas.tenant.InvalidSchemaNameException if the request names something that cannot be a schema
     */
    Optional<TenantReference> resolve(HttpServletRequest request);

    /** Returns a resolver that asks {@code next} when this one finds nothing. */
    default TenantRequestResolver orElse(TenantRequestResolver next) {
        return request -> resolve(request).or(() -> next.resolve(request));
    }
}
