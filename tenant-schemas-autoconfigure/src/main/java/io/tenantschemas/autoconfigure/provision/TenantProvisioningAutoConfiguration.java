package io.tenantschemas.autoconfigure.provision;

import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.autoconfigure.routing.TenantDataSources;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.SchemaBuilder;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.hibernate.TenantProvisioning;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantTable;

/** {@link EnableAutoConfiguration Auto-configuration} that makes and drops schemas as tenants are saved and deleted. */
@AutoConfiguration(
        after = TenantRoutingAutoConfiguration.class,
        afterName = "io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantProvisioningAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SchemaBuilder schemaBuilder(SchemaMigrator migrator, FallThroughCheck check) {
        return (schema, connection) -> {
            migrator.migrate(MigrationTarget.tenant(schema), connection);
            check.check(schema, connection);
        };
    }

    @Bean
    @ConditionalOnMissingBean
    SchemaProvisioner schemaProvisioner(
            TenantDataSources dataSources,
            SchemaBuilder builder,
            ObjectProvider<PlatformTransactionManager> transactionManager,
            ObjectProvider<TenantInitializer> initializers) {
        return new SchemaProvisioner(
                dataSources.holdingTenants(), builder, transactionManager::getObject, initializers::orderedStream);
    }

    @Bean
    @ConditionalOnMissingBean
    TenantLifecycle tenantLifecycle(
            SchemaProvisioner provisioner,
            TenantTable table,
            ObjectProvider<CachingTenantRegistry> cache,
            ApplicationEventPublisher events,
            TenantSchemasProperties properties) {
        return new ProvisioningLifecycle(
                provisioner,
                table,
                tenant -> cache.ifAvailable(each -> each.forget(tenant)),
                events,
                properties.provisioning().autoDrop());
    }

    /** What notices through Hibernate that tenants are saved. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SessionFactory.class)
    static class HibernateConfiguration {

        @Bean
        TenantProvisioning tenantProvisioning(SchemaProvisioner provisioner, TenantLifecycle lifecycle) {
            return new TenantProvisioning(provisioner, lifecycle);
        }
    }
}
