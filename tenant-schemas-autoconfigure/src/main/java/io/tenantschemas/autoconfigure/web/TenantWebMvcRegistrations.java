package io.tenantschemas.autoconfigure.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.web.SiteRequestMappingHandlerMapping;

/** Adds our mapping to whatever the application registers, and leaves it out when the application has one of its own. */
final class TenantWebMvcRegistrations implements WebMvcRegistrations {

    static final String BEAN_NAME = "tenantWebMvcRegistrations";

    private static final Log logger = LogFactory.getLog(TenantWebMvcRegistrations.class);

    private final SchemaName publicSchema;

    private final ApplicationWebMvcRegistrations application;

    TenantWebMvcRegistrations(SchemaName publicSchema, ApplicationWebMvcRegistrations application) {
        this.publicSchema = publicSchema;
        this.application = application;
    }

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return application
                .get()
                .map(WebMvcRegistrations::getRequestMappingHandlerMapping)
                .map(TenantWebMvcRegistrations::warnUnlessAwareOfSites)
                .orElseGet(() -> new SiteRequestMappingHandlerMapping(publicSchema));
    }

    private static RequestMappingHandlerMapping warnUnlessAwareOfSites(RequestMappingHandlerMapping mapping) {
        if (!(mapping instanceof SiteRequestMappingHandlerMapping)) {
            logger.warn(("The application's own request mapping '%s' does not extend SiteRequestMappingHandlerMapping."
                            + " @PublicSite and @TenantSite keep controllers from the wrong site all the same, but one path"
                            + " cannot have a controller on each. Let it extend SiteRequestMappingHandlerMapping for that.")
                    .formatted(mapping.getClass().getName()));
        }
        return mapping;
    }

    @Override
    public @Nullable RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return application
                .get()
                .map(WebMvcRegistrations::getRequestMappingHandlerAdapter)
                .orElse(null);
    }

    @Override
    public @Nullable ExceptionHandlerExceptionResolver getExceptionHandlerExceptionResolver() {
        return application
                .get()
                .map(WebMvcRegistrations::getExceptionHandlerExceptionResolver)
                .orElse(null);
    }
}
