package io.tenantschemas.web;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.web.method.HandlerMethod;
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
        return info == null ? null : onItsSite(info, Site.of(method, handlerType));
    }

    private RequestMappingInfo onItsSite(RequestMappingInfo info, Optional<Site> site) {
        RequestConditionHolder rest = new RequestConditionHolder(info.getCustomCondition());
        return site.isEmpty() && rest.isEmpty()
                ? info
                : info.mutate()
                        .customCondition(new SiteCondition(publicSchema, site, rest))
                        .options(getBuilderConfiguration())
                        .build();
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
