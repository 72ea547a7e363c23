package io.tenantschemas.autoconfigure.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.GenericFilterBean;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.web.security.SecurityContextOfTenant;
import io.tenantschemas.web.security.TenantSessionRegistry;
import io.tenantschemas.web.security.TenantTokenFilter;
import io.tenantschemas.web.security.TenantTokenValidator;
import io.tenantschemas.web.security.TenantTokens;

/** {@link EnableAutoConfiguration Auto-configuration} that keeps Spring Security's users and tokens to their tenants. */
@AutoConfiguration
@ConditionalOnClass(SecurityContextHolderStrategy.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantSecurityAutoConfiguration {

    @Bean
    SecurityContextOfTenant securityContextOfTenant(
            ObjectProvider<SecurityContextHolderStrategy> contexts, PublicSchema publicSchema) {
        return new SecurityContextOfTenant(strategy(contexts), publicSchema.name());
    }

    private static SecurityContextHolderStrategy strategy(ObjectProvider<SecurityContextHolderStrategy> contexts) {
        return contexts.getIfUnique(SecurityContextHolder::getContextHolderStrategy);
    }

    /** What is for servlet applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Filter.class, SecurityFilterChain.class, GenericFilterBean.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class ServletConfiguration {

        @Bean
        @ConditionalOnMissingBean(SessionRegistry.class)
        TenantSessionRegistry tenantSessionRegistry(PublicSchema publicSchema) {
            return new TenantSessionRegistry(publicSchema.name());
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static TenantSecurityPostProcessor tenantSecurityPostProcessor(ObjectProvider<PublicSchema> publicSchema) {
            return new TenantSecurityPostProcessor(publicSchema);
        }
    }

    /** What is for tokens, when the application says which are whose. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Filter.class, ClaimAccessor.class, GenericFilterBean.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnBean(TenantTokens.class)
    static class TokenConfiguration {

        private static final int SECURITY_FILTER_ORDER = -100;

        @Bean
        FilterRegistrationBean<TenantTokenFilter> tenantTokenFilterRegistration(
                TenantTokens tokens,
                PublicSchema publicSchema,
                ObjectProvider<SecurityContextHolderStrategy> contexts,
                Environment environment) {
            FilterRegistrationBean<TenantTokenFilter> registration = new FilterRegistrationBean<>(
                    new TenantTokenFilter(tokens, publicSchema.name(), strategy(contexts)));
            registration.setOrder(
                    environment.getProperty("spring.security.filter.order", Integer.class, SECURITY_FILTER_ORDER) + 1);
            registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
            registration.setAsyncSupported(true);
            return registration;
        }

        /** What is for JWTs. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(Jwt.class)
        static class JwtConfiguration {

            @Bean
            TenantTokenValidator tenantTokenValidator(TenantTokens tokens, PublicSchema publicSchema) {
                return new TenantTokenValidator(tokens, publicSchema.name());
            }
        }
    }

    /** What is for resource servers that do not say which tokens are whose. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Filter.class, BearerTokenAuthenticationFilter.class, SecurityFilterChain.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnMissingBean(TenantTokens.class)
    static class UnboundTokenConfiguration {

        @Bean
        UnboundTokenWarning unboundTokenWarning(ObjectProvider<SecurityFilterChain> chains) {
            return new UnboundTokenWarning(chains);
        }
    }
}
