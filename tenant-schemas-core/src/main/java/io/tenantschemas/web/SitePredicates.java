package io.tenantschemas.web;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * What {@link PublicSite} and {@link TenantSite} are for controllers, for functional routes: predicates that hold on the hosts of one
 * site only. Elsewhere, and on a path that is served without asking for a tenant, such a route does not exist, so that others are
 * asked, in their order: unlike controllers, routes for some tenants do not come before those for all by themselves.
 *
 * <p>A whole function of routes that is a bean may be marked with the annotations instead.
 */
public final class SitePredicates {

    private final SchemaName publicSchema;

    private final Set<TypeName> types;

    /**
     * Creates predicates.
     *
     * @param publicSchema the schema that holds the shared tables
     * @param types the types of tenants that there are
     */
    public SitePredicates(SchemaName publicSchema, Set<TypeName> types) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(types, "'types' must not be null");
        this.publicSchema = publicSchema;
        this.types = Set.copyOf(types);
    }

    /** Returns a predicate that holds on the main site, as {@link PublicSite} does. */
    public RequestPredicate publicSite() {
        return on(ServedSite.ofPublic());
    }

    /**
     * Returns a predicate that holds on the hosts of tenants of these types, as {@link TenantSite} does.
     *
     * @param its in whatever case; if there are none here, it holds on the hosts of all tenants
     * @throws UnknownTypeException if there is no such type
     */
    public RequestPredicate tenantSite(String... its) {
        ServedSite site = ServedSite.ofTenants(its);
        site.refuseUnknown(types, "A functional route");
        return on(site);
    }

    private RequestPredicate on(ServedSite site) {
        return request -> site.isCurrent(publicSchema);
    }

    /**
     * Keeps routes to the site for which the method that made them is marked, or else the class of that method, or else their own
     * class.
     *
     * @param factory the method, or null if no method made them
     * @return the same routes, on that site only; or {@code routes} itself if there is no mark
     * @throws AmbiguousSiteException if an element is marked for both sites
     * @throws UnknownTypeException if they are meant for tenants of a type that there is not
     */
    public <T extends ServerResponse> RouterFunction<T> onTheirSite(
            RouterFunction<T> routes, @Nullable Method factory) {
        Optional<ServedSite> marked =
                factory == null ? Optional.empty() : ServedSite.of(factory, factory.getDeclaringClass());
        Optional<ServedSite> site = marked.or(() -> ServedSite.of(routes.getClass()));
        if (site.isEmpty()) {
            return routes;
        }
        site.get().refuseUnknown(types, factory == null ? routes.getClass().getName() : factory.toString());
        return RouterFunctions.nest(on(site.get()), routes);
    }
}
