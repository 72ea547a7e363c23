package io.tenantschemas.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.context.HeldResources;
import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.JdbcTenantRegistry;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantChangeHearing;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.TenantRows;
import io.tenantschemas.routing.UnroutedDataSource;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what all parts of Tenant Schemas share: the public schema, the
 * registry of tenants and the template that binds them.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties({TenantSchemasProperties.class, TenantHostProperties.class})
public final class TenantSchemasAutoConfiguration {

    @Bean
    PublicSchema publicSchema(TenantSchemasProperties properties) {
        PublicSchema publicSchema = new PublicSchema(properties.publicSchemaName());
        TenantContext.definePublicSchema(publicSchema.name());
        return publicSchema;
    }

    @Bean
    @ConditionalOnMissingBean
    PublicHosts publicHosts(TenantHostProperties properties) {
        return properties.hosts();
    }

    @Bean
    @ConditionalOnMissingBean
    EntityScopes entityScopes(TenantSchemasProperties properties) {
        TenantSchemasProperties.Entities entities = properties.entities();
        return new EntityScopes(
                entities.sharedPackages(),
                entities.tenantPackages(),
                entities.defaultScope().scope());
    }

    /** Where tenants are found in their table, unless the application finds them elsewhere. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(TenantRegistry.class)
    static class RegistryConfiguration {

        @Bean
        CachingTenantRegistry tenantRegistry(
                UnroutedDataSource dataSource, TenantTable table, TenantSchemasProperties properties) {
            TenantSchemasProperties.Resolution.Cache cache =
                    properties.resolution().cache();
            return new CachingTenantRegistry(
                    new JdbcTenantRegistry(dataSource.dataSource(), table),
                    cache.timeToLive(),
                    cache.maximumSize(),
                    cache.missesPerSecond());
        }

        @Bean
        @ConditionalOnMissingBean
        TenantRows tenantRows(
                TenantTable table, CachingTenantRegistry registry, ObjectProvider<TenantChangeHearing> hearing) {
            return new TenantRows(
                    table.qualified(),
                    registry::forget,
                    hearing.getIfAvailable(TenantChangeHearing::none)::uninterrupted);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    TenantChangePublisher tenantChangePublisher(ObjectProvider<TenantChangeListener> listeners) {
        return new TenantChangePublisher(listeners::orderedStream);
    }

    @Bean
    @ConditionalOnMissingBean
    TenantTemplate tenantTemplate(
            TenantRegistry tenants,
            PublicSchema publicSchema,
            ObjectProvider<HeldResources> heldResources,
            ObjectProvider<SchemaReadiness> readiness) {
        return new TenantTemplate(
                tenants, publicSchema.name(), heldResources.orderedStream().toList(), new LateReadiness(readiness));
    }
}
