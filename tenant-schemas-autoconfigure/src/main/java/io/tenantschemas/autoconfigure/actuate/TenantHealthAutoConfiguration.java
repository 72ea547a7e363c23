package io.tenantschemas.autoconfigure.actuate;

import java.util.Optional;
import javax.sql.DataSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.autoconfigure.registry.TenantChangeAutoConfiguration;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

/** {@link EnableAutoConfiguration Auto-configuration} of what Actuator's health endpoint says of tenants. */
@AutoConfiguration(after = TenantChangeAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("tenant-changes")
    @ConditionalOnMissingBean(name = {"tenantChangesHealthIndicator", "tenantChangesHealthContributor"})
    TenantChangesHealthIndicator tenantChangesHealthIndicator(ObjectProvider<TenantChangeReceiver> receivers) {
        return new TenantChangesHealthIndicator(
                () -> Optional.ofNullable(receivers.getIfUnique()).map(TenantChangeReceiver::state));
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("tenant-routing")
    @ConditionalOnMissingBean(name = {"tenantRoutingHealthIndicator", "tenantRoutingHealthContributor"})
    TenantRoutingHealthIndicator tenantRoutingHealthIndicator(ListableBeanFactory beans) {
        return new TenantRoutingHealthIndicator(() -> beans.getBeansOfType(DataSource.class));
    }
}
