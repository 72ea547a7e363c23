package io.tenantschemas.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.condition.RequestConditionHolder;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.tenantschemas.tenant.SchemaName;

/**
 * Maps requests to controllers as Spring MVC does, with {@link PublicSite} and {@link TenantSite} as one condition more, so
 * that one path may have a controller on each site.
 *
 * <p>To be extended by an application that needs a mapping of its own. One that does not extend it still gets 404 for the
 * wrong site from {@link SiteInterceptor}, but no two controllers for one path.
 */
public class SiteRequestMappingHandlerMapping extends RequestMappingHandlerMapping {

    private final SchemaName publicSchema;

    private final Map<RequestMappingInfo, List<OfSomeTypes>> ofSomeTypes = new HashMap<>();

    /**
     * Creates a mapping.
     *
     * @param publicSchema the schema that holds the shared tables
     */
    public SiteRequestMappingHandlerMapping(SchemaName publicSchema) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.publicSchema = publicSchema;
    }

    @Override
    protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> handlerType) {
        RequestMappingInfo info = super.getMappingForMethod(method, handlerType);
        // Not by getCustomTypeCondition, which is not asked about a class without a @RequestMapping of its own.
        return info == null ? null : onItsSite(info, ServedSite.of(method, handlerType));
    }

    /**
     * Registers the method.
     *
     * @throws AmbiguousSiteException if there is another one for the same requests of tenants of one type: only when such a tenant
     *     came would Spring MVC find two
     */
    @Override
    protected void registerHandlerMethod(Object handler, Method method, RequestMappingInfo mapping) {
        typesOf(mapping).ifPresent(its -> refuseOverlap(method, mapping, its));
        super.registerHandlerMethod(handler, method, mapping);
    }

    private void refuseOverlap(Method method, RequestMappingInfo mapping, ServedSite its) {
        List<OfSomeTypes> others = ofSomeTypes.computeIfAbsent(withoutSite(mapping), first -> new ArrayList<>());
        others.stream().filter(other -> other.site().overlaps(its)).findFirst().ifPresent(other -> {
            throw new AmbiguousSiteException(method, other.method());
        });
        others.add(new OfSomeTypes(its, method));
    }

    private static Optional<ServedSite> typesOf(RequestMappingInfo mapping) {
        return mapping.getCustomCondition() instanceof SiteCondition condition
                ? condition.site().filter(site -> !site.types().isEmpty())
                : Optional.empty();
    }

    private RequestMappingInfo withoutSite(RequestMappingInfo mapping) {
        RequestMappingInfo.Builder builder = mapping.mutate().options(getBuilderConfiguration());
        RequestCondition<?> rest = ((SiteCondition) Objects.requireNonNull(mapping.getCustomCondition())).rest();
        // An empty holder is as good as none, which cannot be set.
        return builder.customCondition(new RequestConditionHolder(rest)).build();
    }

    /** A method that is for tenants of some types. */
    private record OfSomeTypes(ServedSite site, Method method) {}

    private RequestMappingInfo onItsSite(RequestMappingInfo info, Optional<ServedSite> site) {
        RequestConditionHolder rest = new RequestConditionHolder(info.getCustomCondition());
        return site.isEmpty() && rest.isEmpty()
                ? info
                : info.mutate()
                        .customCondition(new SiteCondition(publicSchema, site, rest))
                        .options(getBuilderConfiguration())
                        .build();
    }

    /**
     * Compares as Spring MVC does, but that of two for the same path the one that is more particular about hosts comes first,
     * whatever else they ask for. By itself Spring MVC would look at parameters, headers and media types first, and a controller for
     * all that says what it produces would be preferred to a tenant's own.
     */
    @Override
    protected Comparator<RequestMappingInfo> getMappingComparator(HttpServletRequest request) {
        Comparator<RequestMappingInfo> bySpring = super.getMappingComparator(request);
        return (one, other) -> {
            int bySite = haveSamePlace(one, other, request) ? Integer.compare(rank(other), rank(one)) : 0;
            return bySite != 0 ? bySite : bySpring.compare(one, other);
        };
    }

    /** Returns whether nothing sets them apart that Spring MVC looks at before all else. */
    private static boolean haveSamePlace(RequestMappingInfo one, RequestMappingInfo other, HttpServletRequest request) {
        boolean areAlike = !HttpMethod.HEAD.matches(request.getMethod())
                || one.getMethodsCondition().compareTo(other.getMethodsCondition(), request) == 0;
        return areAlike && compare(one.getActivePatternsCondition(), other, request) == 0;
    }

    private static <T> int compare(RequestCondition<T> patterns, RequestMappingInfo other, HttpServletRequest request) {
        RequestCondition<T> others = other.getActivePatternsCondition();
        @SuppressWarnings("unchecked")
        T ofTheSameKind = (T) others;
        return patterns.compareTo(ofTheSameKind, request);
    }

    private static int rank(RequestMappingInfo info) {
        return info.getCustomCondition() instanceof SiteCondition condition ? condition.rank() : 0;
    }

    @Override
    protected @Nullable HandlerMethod handleNoMatch(
            Set<RequestMappingInfo> infos, String lookupPath, HttpServletRequest request) throws ServletException {
        // 405 or 406 on the wrong site would tell that the path exists on the other one.
        Set<RequestMappingInfo> onThisSite = infos.stream()
                .filter(SiteRequestMappingHandlerMapping::servesCurrentSite)
                .collect(Collectors.toUnmodifiableSet());
        return super.handleNoMatch(onThisSite, lookupPath, request);
    }

    private static boolean servesCurrentSite(RequestMappingInfo info) {
        return !(info.getCustomCondition() instanceof SiteCondition condition) || condition.servesCurrentSite();
    }
}
