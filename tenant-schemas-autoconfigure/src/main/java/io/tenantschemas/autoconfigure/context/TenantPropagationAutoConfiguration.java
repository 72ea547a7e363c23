package io.tenantschemas.autoconfigure.context;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.context.ForEachTenant;
import io.tenantschemas.context.ForEachTenantPostProcessor;
import io.tenantschemas.context.TenantTaskDecorator;
import io.tenantschemas.context.TenantTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that takes the tenant along to other threads, and gives effect to
 * {@link ForEachTenant}.
 */
@AutoConfiguration(after = TenantSchemasAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantPropagationProperties.class)
public final class TenantPropagationAutoConfiguration {

    // Without an order it comes last, around the application's own: what those do in the other thread is bound already.
    @Bean
    @ConditionalOnMissingBean
    TenantTaskDecorator tenantTaskDecorator() {
        return new TenantTaskDecorator();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ExecutorPostProcessor tenantExecutorPostProcessor(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<TenantTaskDecorator> decorators,
            ObjectProvider<TenantPropagationProperties> properties) {
        return new ExecutorPostProcessor(beans, decorators, properties);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static AsyncPostProcessor tenantAsyncPostProcessor() {
        return new AsyncPostProcessor();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ForEachTenantPostProcessor forEachTenantPostProcessor(ObjectProvider<TenantTemplate> tenants) {
        return new ForEachTenantPostProcessor(tenants::getObject);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static UnboundScheduledMethodsRegistrar unboundScheduledMethodsRegistrar() {
        return new UnboundScheduledMethodsRegistrar();
    }
}
