package io.tenantschemas.autoconfigure.web;

import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.web.servlet.DispatcherServlet;

import io.tenantschemas.web.TenantEntityLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that gives controllers the application's own tenant entity. An
 * application with several entity manager factories, none of them primary, defines a {@link TenantEntityLoader} itself.
 */
@AutoConfiguration(afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass({Filter.class, DispatcherServlet.class, EntityManagerFactory.class, SharedEntityManagerCreator.class
})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(EntityManagerFactory.class)
public final class TenantEntityArgumentAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(TenantEntityLoader.class)
    JpaTenantEntityLoader jpaTenantEntityLoader(EntityManagerFactory entityManagerFactory) {
        return new JpaTenantEntityLoader(entityManagerFactory);
    }
}
