package io.tenantschemas.web;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.Assert;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import io.tenantschemas.tenant.SchemaName;

/**
 * Refuses controllers that {@link PublicSite} or {@link TenantSite} keeps from the site of the request, whatever mapping has
 * found them. What the client sees is what it sees for a path that does not exist.
 */
public final class SiteInterceptor implements HandlerInterceptor {

    private final SchemaName publicSchema;

    private final Map<Handler, Optional<Site>> sites = new ConcurrentHashMap<>();

    /**
     * Creates an interceptor.
     *
     * @param publicSchema the schema that holds the shared tables
     */
    public SiteInterceptor(SchemaName publicSchema) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.publicSchema = publicSchema;
    }

    /**
     * Lets the request pass unless its handler is a method that belongs to the other site.
     *
     * @throws NoResourceFoundException if it does, as for a path that does not exist
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws NoResourceFoundException {
        if (handler instanceof HandlerMethod method && !isServed(method)) {
            throw NothingHere.at(request);
        }
        return true;
    }

    /**
     * Reads the annotations of {@code method} ahead of its first request.
     *
     * @throws AmbiguousSiteException if an element is marked for both sites
     */
    public void check(HandlerMethod method) {
        site(method);
    }

    private boolean isServed(HandlerMethod method) {
        Optional<Site> site = site(method);
        return site.isEmpty() || site.equals(Site.current(publicSchema));
    }

    private Optional<Site> site(HandlerMethod method) {
        return sites.computeIfAbsent(
                new Handler(method.getMethod(), method.getBeanType()),
                handler -> Site.of(handler.method(), handler.type()));
    }

    private record Handler(Method method, Class<?> type) {}
}
