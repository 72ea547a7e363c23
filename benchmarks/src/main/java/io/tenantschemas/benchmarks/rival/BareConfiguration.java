package io.tenantschemas.benchmarks.rival;

import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Writes the schema's name into Hibernate's statements. Nobody should go without what this leaves out: nothing checks whether
 * the schema is the tenant's or is there, whatever is not Hibernate's finds no tables, and a result outlives its tenant.
 */
@Configuration(proxyBeanMethods = false)
class BareConfiguration {

    private static final String PLACEHOLDER = "schema_of_tenant";

    @Bean
    RequestTenant requestTenant() {
        return new RequestTenant();
    }

    @Bean
    HibernatePropertiesCustomizer bare(RequestTenant requestTenant) {
        StatementInspector named =
                sql -> sql.replace(PLACEHOLDER + ".", requestTenant.resolveCurrentTenantIdentifier() + ".");
        return properties -> {
            properties.put(MappingSettings.DEFAULT_SCHEMA, PLACEHOLDER);
            properties.put(JdbcSettings.STATEMENT_INSPECTOR, named);
        };
    }
}
