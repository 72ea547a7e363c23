package io.tenantschemas.autoconfigure.routing;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.provision.hibernate.TenantProvisioning;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.hibernate.OpenInViewSessions;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that makes every entity manager factory over a routed data source
 * multi-tenant, whoever defined it, and makes sure of it.
 */
@AutoConfiguration(after = TenantRoutingAutoConfiguration.class)
@ConditionalOnClass({SessionFactory.class, AbstractEntityManagerFactoryBean.class})
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantHibernateAutoConfiguration {

    @Bean
    OpenInViewSessions openInViewSessions() {
        return new OpenInViewSessions();
    }

    @Bean
    MultiTenancyVerifier multiTenancyVerifier(
            ObjectProvider<EntityManagerFactory> factories, TenantDataSources dataSources) {
        return new MultiTenancyVerifier(factories, dataSources);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static MultiTenancyPostProcessor multiTenancyPostProcessor(
            ObjectProvider<PublicSchema> publicSchema,
            ObjectProvider<EntityScopes> scopes,
            ObjectProvider<RoutingRules> rules,
            ObjectProvider<TenantTable> table,
            ObjectProvider<TenantProvisioning> provisioning) {
        return new MultiTenancyPostProcessor(publicSchema, scopes, rules, table, provisioning);
    }
}
