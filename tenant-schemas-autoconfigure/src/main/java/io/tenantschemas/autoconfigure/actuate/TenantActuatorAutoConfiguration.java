package io.tenantschemas.autoconfigure.actuate;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.web.MainSiteHandlerMapping;
import io.tenantschemas.web.MainSiteServletFilter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that hides Actuator's endpoints from the hosts of tenants: there they are
 * paths that do not exist. The main site, ignored paths and a management port of its own have them.
 */
@AutoConfiguration
@ConditionalOnClass({
    Filter.class,
    DispatcherServlet.class,
    ExposableWebEndpoint.class,
    AbstractWebMvcEndpointHandlerMapping.class
})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantActuatorAutoConfiguration {

    /** How Boot names the servlets of endpoints that are servlets. */
    private static final String ENDPOINT_SERVLET = "-actuator-endpoint";

    @Bean
    MainSiteHandlerMapping endpointHidingHandlerMapping(
            PublicSchema publicSchema, ObjectProvider<HandlerMapping> mappings) {
        return new MainSiteHandlerMapping(
                publicSchema.name(), () -> mappings.stream().filter(TenantActuatorAutoConfiguration::isOfEndpoints));
    }

    @SuppressWarnings("removal")
    private static boolean isOfEndpoints(HandlerMapping mapping) {
        return mapping instanceof AbstractWebMvcEndpointHandlerMapping
                || mapping
                        instanceof
                        org.springframework.boot.webmvc.actuate.endpoint.web.ControllerEndpointHandlerMapping;
    }

    // After all filters that may answer themselves: what they say of any other path, they say of this one, too.
    @Bean
    FilterRegistrationBean<MainSiteServletFilter> endpointHidingFilterRegistration(PublicSchema publicSchema) {
        FilterRegistrationBean<MainSiteServletFilter> registration = new FilterRegistrationBean<>(
                new MainSiteServletFilter(publicSchema.name(), servlet -> servlet.endsWith(ENDPOINT_SERVLET)));
        registration.setOrder(Ordered.LOWEST_PRECEDENCE);
        registration.setDispatcherTypes(
                DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.INCLUDE, DispatcherType.ASYNC);
        registration.setAsyncSupported(true);
        return registration;
    }
}
