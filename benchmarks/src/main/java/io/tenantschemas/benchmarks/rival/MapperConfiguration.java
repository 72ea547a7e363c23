package io.tenantschemas.benchmarks.rival;

import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.TenantSchemaMapper;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Leaves it to Hibernate, which uses {@code Connection.setSchema}. */
@Configuration(proxyBeanMethods = false)
class MapperConfiguration {

    @Bean
    RequestTenant requestTenant() {
        return new RequestTenant();
    }

    @Bean
    HibernatePropertiesCustomizer mapper(RequestTenant requestTenant) {
        TenantSchemaMapper<String> schemas = tenant -> tenant;
        return properties -> {
            properties.put(MultiTenancySettings.MULTI_TENANT_SCHEMA_MAPPER, schemas);
            properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, requestTenant);
        };
    }
}
