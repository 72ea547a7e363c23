package io.tenantschemas.autoconfigure.web;

import java.util.List;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.TenantHostProperties;
import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.web.CurrentTenantArgumentResolver;
import io.tenantschemas.web.HostTenantRequestResolver;
import io.tenantschemas.web.IgnoredPaths;
import io.tenantschemas.web.ProblemRejectedRequestHandler;
import io.tenantschemas.web.RejectedRequestHandler;
import io.tenantschemas.web.SiteInterceptor;
import io.tenantschemas.web.SitePredicates;
import io.tenantschemas.web.TenantAdmission;
import io.tenantschemas.web.TenantEntityLoader;
import io.tenantschemas.web.TenantFilter;
import io.tenantschemas.web.TenantRequestResolver;
import io.tenantschemas.web.TenantSessionFilter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that leads the requests of a servlet application to their tenants.
 *
 * <p>Gives way to beans of the application's own, with two exceptions. {@link TenantRequestResolver}s are added to the
 * chain, in their order and before the one that reads the host. And the site annotations hold in any case: {@link
 * WebMvcRegistrations} of the application are used, through ours.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration")
@ConditionalOnClass(Filter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties({TenantHostProperties.class, TenantWebProperties.class, TenantResponseProperties.class})
public final class TenantWebAutoConfiguration {

    /**
     * The order of the tenant filter: after the filters that apply forwarded headers and observe requests, before those of
     * Spring Session and Spring Security.
     */
    public static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

    /** Where Spring Session replaces the sessions of the container, unless it is told otherwise. */
    private static final int SESSION_FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 50;

    @Bean
    @ConditionalOnMissingBean
    @Order(Ordered.LOWEST_PRECEDENCE)
    HostTenantRequestResolver hostTenantRequestResolver() {
        return new HostTenantRequestResolver();
    }

    @Bean
    @ConditionalOnMissingBean
    RejectedRequestHandler rejectedRequestHandler(TenantResponseProperties properties, ResourceLoader resources) {
        return new ProblemRejectedRequestHandler(new ConfiguredAnswers(properties, resources).answers());
    }

    @Bean
    @ConditionalOnMissingBean
    TenantAdmission tenantAdmission(
            ObjectProvider<TenantRequestResolver> resolvers,
            TenantRegistry tenants,
            PublicSchema publicSchema,
            ObjectProvider<PublicHosts> publicHosts,
            TenantHostProperties hosts,
            TenantWebProperties properties,
            ObjectProvider<SchemaReadiness> readiness) {
        return new TenantAdmission(
                chain(resolvers.orderedStream().toList()),
                tenants,
                publicSchema.name(),
                publicHosts.getIfAvailable(hosts::hosts),
                properties.unknownTenant(),
                readiness.getIfAvailable(SchemaReadiness::notRequired));
    }

    private static TenantRequestResolver chain(List<TenantRequestResolver> resolvers) {
        return resolvers.stream()
                .reduce(TenantRequestResolver::orElse)
                .orElseThrow(() -> new IllegalStateException("There is no bean of type TenantRequestResolver"));
    }

    @Bean
    @ConditionalOnMissingBean
    TenantFilter tenantFilter(
            TenantAdmission admission, TenantWebProperties properties, RejectedRequestHandler rejectedRequestHandler) {
        return new TenantFilter(admission, new IgnoredPaths(properties.ignoredPaths()), rejectedRequestHandler);
    }

    // A filter that is only a bean would be left out of asynchronous and error dispatches, which would then be unbound.
    @Bean
    @ConditionalOnMissingBean(name = "tenantFilterRegistration")
    FilterRegistrationBean<TenantFilter> tenantFilterRegistration(TenantFilter filter) {
        FilterRegistrationBean<TenantFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(FILTER_ORDER);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        registration.setAsyncSupported(true);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    TenantSessionFilter tenantSessionFilter(PublicSchema publicSchema) {
        return new TenantSessionFilter(publicSchema.name());
    }

    @Bean
    @ConditionalOnMissingBean(name = "tenantSessionFilterRegistration")
    FilterRegistrationBean<TenantSessionFilter> tenantSessionFilterRegistration(
            TenantSessionFilter filter, Environment environment) {
        FilterRegistrationBean<TenantSessionFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(
                environment.getProperty("spring.session.servlet.filter-order", Integer.class, SESSION_FILTER_ORDER)
                        + 1);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        registration.setAsyncSupported(true);
        return registration;
    }

    /** What is for Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DispatcherServlet.class, WebMvcRegistrations.class})
    static class TenantMvcConfiguration {

        @Bean
        SiteInterceptor siteInterceptor(PublicSchema publicSchema, ObjectProvider<TenantTable> table) {
            return new SiteInterceptor(publicSchema.name(), types(table));
        }

        @Bean
        SitePredicates sitePredicates(PublicSchema publicSchema, ObjectProvider<TenantTable> table) {
            return new SitePredicates(publicSchema.name(), types(table));
        }

        private static Set<TypeName> types(ObjectProvider<TenantTable> table) {
            TenantTable its = table.getIfAvailable();
            return its == null ? Set.of() : its.types();
        }

        // Static: a post-processor is created before ordinary beans.
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static MarkedRouterFunctions markedRouterFunctions(
                ConfigurableListableBeanFactory beans, ObjectProvider<SitePredicates> sites) {
            return new MarkedRouterFunctions(beans, sites);
        }

        // Found by every mapping, also without Boot's configuration of Spring MVC.
        @Bean
        MappedInterceptor mappedSiteInterceptor(SiteInterceptor interceptor) {
            return new MappedInterceptor(null, interceptor);
        }

        @Bean
        CurrentTenantArgumentResolver currentTenantArgumentResolver(ObjectProvider<TenantEntityLoader> loaders) {
            return new CurrentTenantArgumentResolver(loaders.orderedStream().toList());
        }

        @Bean
        WebMvcConfigurer currentTenantConfigurer(CurrentTenantArgumentResolver resolver) {
            return new WebMvcConfigurer() {

                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(resolver);
                }
            };
        }

        @Bean
        HandlerMethodChecks handlerMethodChecks(
                ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
                SiteInterceptor sites,
                CurrentTenantArgumentResolver arguments) {
            return new HandlerMethodChecks(mappings, sites, arguments);
        }

        @Bean(TenantWebMvcRegistrations.BEAN_NAME)
        @Primary
        WebMvcRegistrations tenantWebMvcRegistrations(
                PublicSchema publicSchema, ConfigurableListableBeanFactory beans) {
            return new TenantWebMvcRegistrations(publicSchema.name(), new ApplicationWebMvcRegistrations(beans));
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static ApplicationWebMvcRegistrations.Demotion applicationWebMvcRegistrationsDemotion() {
            return new ApplicationWebMvcRegistrations.Demotion();
        }
    }
}
