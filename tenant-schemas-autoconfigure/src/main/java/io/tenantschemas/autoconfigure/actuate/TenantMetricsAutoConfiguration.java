package io.tenantschemas.autoconfigure.actuate;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantReadinessAutoConfiguration;
import io.tenantschemas.autoconfigure.registry.TenantChangeAutoConfiguration;
import io.tenantschemas.migrate.CurrentSchemas;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

/** {@link EnableAutoConfiguration Auto-configuration} of the metrics of the registry, of connections and of migrations. */
@AutoConfiguration(
        after = {
            TenantSchemasAutoConfiguration.class,
            TenantChangeAutoConfiguration.class,
            TenantReadinessAutoConfiguration.class
        },
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "tenantRegistryMetrics")
    @ConditionalOnSingleCandidate(CachingTenantRegistry.class)
    TenantRegistryMetrics tenantRegistryMetrics(CachingTenantRegistry tenants) {
        return new TenantRegistryMetrics(tenants);
    }

    @Bean
    @ConditionalOnMissingBean(name = "tenantChangesMetrics")
    @ConditionalOnSingleCandidate(TenantChangeReceiver.class)
    TenantChangesMetrics tenantChangesMetrics(TenantChangeReceiver receiver) {
        return new TenantChangesMetrics(receiver);
    }

    @Bean
    @ConditionalOnMissingBean(name = "tenantConnectionMetrics")
    TenantConnectionMetrics tenantConnectionMetrics(ListableBeanFactory beans) {
        return new TenantConnectionMetrics(() -> beans.getBeansOfType(DataSource.class));
    }

    @Bean
    @ConditionalOnMissingBean(name = "tenantMigrationMetrics")
    TenantMigrationMetrics tenantMigrationMetrics(MeterRegistry meters) {
        return new TenantMigrationMetrics(meters);
    }

    @Bean
    @ConditionalOnMissingBean(name = "tenantReadinessMetrics")
    @ConditionalOnSingleCandidate(CurrentSchemas.class)
    TenantReadinessMetrics tenantReadinessMetrics(CurrentSchemas schemas) {
        return new TenantReadinessMetrics(schemas);
    }
}
