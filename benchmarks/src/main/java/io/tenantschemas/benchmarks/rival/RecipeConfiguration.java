package io.tenantschemas.benchmarks.rival;

import javax.sql.DataSource;

import org.hibernate.cfg.MultiTenancySettings;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells Hibernate of {@link SettingConnectionProvider}, as one finds it in many places. */
@Configuration(proxyBeanMethods = false)
class RecipeConfiguration {

    @Bean
    RequestTenant requestTenant() {
        return new RequestTenant();
    }

    @Bean
    HibernatePropertiesCustomizer recipe(DataSource dataSource, RequestTenant requestTenant) {
        return properties -> {
            properties.put(
                    MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER, new SettingConnectionProvider(dataSource));
            properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, requestTenant);
        };
    }
}
