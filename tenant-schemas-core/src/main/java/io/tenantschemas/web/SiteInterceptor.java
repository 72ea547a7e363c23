package io.tenantschemas.web;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.Assert;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * Refuses controllers that {@link PublicSite} or {@link TenantSite} keeps from the site of the request, whatever mapping has
 * found them. What the client sees is what it sees for a path that does not exist.
 */
public final class SiteInterceptor implements HandlerInterceptor {

    private final SchemaName publicSchema;

    private final Set<TypeName> types;

    private final Map<Handler, Optional<ServedSite>> sites = new ConcurrentHashMap<>();

    /** Of handlers that are no methods, such as view controllers of a class of their own. */
    private final Map<Class<?>, Optional<ServedSite>> sitesOfClasses = new ConcurrentHashMap<>();

    /**
     * Creates an interceptor where tenants have no types.
     *
     * @param publicSchema the schema that holds the shared tables
     */
    public SiteInterceptor(SchemaName publicSchema) {
        this(publicSchema, Set.of());
    }

    /**
     * Creates an interceptor.
     *
     * @param publicSchema the schema that holds the shared tables
     * @param types the types of tenants that there are
     */
    public SiteInterceptor(SchemaName publicSchema, Set<TypeName> types) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(types, "'types' must not be null");
        this.publicSchema = publicSchema;
        this.types = Set.copyOf(types);
    }

    /**
     * Lets the request pass unless its handler, or the class of its handler, belongs to another site.
     *
     * @throws NoResourceFoundException if it does, as for a path that does not exist
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws NoResourceFoundException {
        if (!isServed(handler)) {
            throw NothingHere.at(request);
        }
        return true;
    }

    /**
     * Reads the annotations of {@code method} ahead of its first request.
     *
     * @throws AmbiguousSiteException if an element is marked for both sites
     * @throws UnknownTypeException if it is meant for tenants of a type that there is not
     */
    public void check(HandlerMethod method) {
        site(method).ifPresent(site -> site.refuseUnknown(types, method.getShortLogMessage()));
    }

    private boolean isServed(Object handler) {
        Optional<ServedSite> site = handler instanceof HandlerMethod method
                ? site(method)
                : sitesOfClasses.computeIfAbsent(handler.getClass(), ServedSite::of);
        return site.isEmpty() || site.get().isCurrent(publicSchema);
    }

    private Optional<ServedSite> site(HandlerMethod method) {
        return sites.computeIfAbsent(
                new Handler(method.getMethod(), method.getBeanType()),
                handler -> ServedSite.of(handler.method(), handler.type()));
    }

    private record Handler(Method method, Class<?> type) {}
}
