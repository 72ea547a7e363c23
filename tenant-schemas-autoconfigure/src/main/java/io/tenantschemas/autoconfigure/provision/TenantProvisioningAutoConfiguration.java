package io.tenantschemas.autoconfigure.provision;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.validation.Validator;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.autoconfigure.routing.TenantDataSources;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.ExplainedTenantCreator;
import io.tenantschemas.provision.JdbcProvisioningProgress;
import io.tenantschemas.provision.ProvisioningAttempts;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningTask;
import io.tenantschemas.provision.ProvisioningTransaction;
import io.tenantschemas.provision.ProvisioningWorkers;
import io.tenantschemas.provision.RetiringListener;
import io.tenantschemas.provision.SchemaBuilder;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.provision.UnfinishedDrops;
import io.tenantschemas.provision.WaitingTenants;
import io.tenantschemas.provision.hibernate.CachedTenants;
import io.tenantschemas.provision.hibernate.EntityTenantCreator;
import io.tenantschemas.provision.hibernate.TenantProvisioning;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.RetiredTenants;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.UnroutedDataSource;

/** {@link EnableAutoConfiguration Auto-configuration} that makes and drops schemas as tenants are saved and deleted. */
@AutoConfiguration(
        after = TenantRoutingAutoConfiguration.class,
        afterName = "io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantProvisioningAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SchemaBuilder schemaBuilder(SchemaMigrator migrator, FallThroughCheck check) {
        return new MigratingSchemaBuilder(migrator, check);
    }

    @Bean
    @ConditionalOnMissingBean
    SchemaProvisioner schemaProvisioner(
            TenantDataSources dataSources,
            ObjectProvider<TenantRoles> roles,
            SchemaBuilder builder,
            ObjectProvider<PlatformTransactionManager> transactionManager,
            ObjectProvider<TenantInitializer> initializers,
            PublicHosts mainSite,
            DdlDataSource ddl) {
        return new SchemaProvisioner(
                dataSources.holdingTenants(),
                roles.getIfAvailable(),
                builder,
                transactionManager::getObject,
                initializers::orderedStream,
                mainSite,
                ddl.isApart());
    }

    @Bean
    @ConditionalOnMissingBean
    TenantLifecycle tenantLifecycle(
            SchemaProvisioner provisioner,
            TenantTable table,
            TenantChangePublisher changes,
            ApplicationEventPublisher events,
            TenantSchemasProperties properties) {
        TenantSchemasProperties.Provisioning provisioning = properties.provisioning();
        return new ProvisioningLifecycle(
                provisioner, table, changes, events, provisioning.autoDrop(), provisioning.mode());
    }

    @Bean
    @ConditionalOnMissingBean
    TenantProvisioner tenantProvisioner(
            TenantDataSources dataSources,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle,
            ObjectProvider<PlatformTransactionManager> transactionManager,
            DdlDataSource ddl) {
        ProvisioningTransaction transaction = new ProvisioningTransaction(
                dataSources.holdingTenants(), transactionManager::getIfUnique, lifecycle, ddl);
        return new TenantProvisioner(transaction, schemas, table, lifecycle);
    }

    @Bean
    @ConditionalOnMissingBean
    TenantRepair tenantRepair(
            TenantDataSources dataSources,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle,
            ObjectProvider<PlatformTransactionManager> transactionManager,
            DdlDataSource ddl) {
        ProvisioningTransaction transaction = new ProvisioningTransaction(
                dataSources.holdingTenants(), transactionManager::getIfUnique, lifecycle, ddl);
        return new TenantRepair(transaction, schemas, table, lifecycle);
    }

    @Bean
    @ConditionalOnMissingBean
    ProvisioningProgress provisioningProgress(UnroutedDataSource dataSource, TenantTable table) {
        return new JdbcProvisioningProgress(dataSource.dataSource(), table);
    }

    @Bean
    RetiringListener retiringListener(RetiredTenants retiredTenants) {
        return new RetiringListener(retiredTenants);
    }

    /** What is done in the background, except in the process of a command, which does what it is told. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "tenant-schemas.command.active", havingValue = false, matchIfMissing = true)
    static class BackgroundConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ProvisioningWorkers provisioningWorkers(
                ObjectProvider<ProvisioningTask> tasks, TenantSchemasProperties properties) {
            TenantSchemasProperties.Provisioning.Async async =
                    properties.provisioning().async();
            return new ProvisioningWorkers(() -> tasks.orderedStream().toList(), async.workers(), async.pollInterval());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnProperty(name = "tenant-schemas.provisioning.mode", havingValue = "async")
        WaitingTenants waitingTenants(
                TenantDataSources dataSources,
                SchemaProvisioner schemas,
                TenantTable table,
                TenantLifecycle lifecycle,
                TenantSchemasProperties properties,
                ObjectProvider<PlatformTransactionManager> transactionManager,
                DdlDataSource ddl) {
            TenantSchemasProperties.Provisioning.Async async =
                    properties.provisioning().async();
            RoutingDataSource dataSource = dataSources.holdingTenants();
            return new WaitingTenants(
                    dataSource,
                    new ProvisioningTransaction(dataSource, transactionManager::getIfUnique, lifecycle, ddl),
                    schemas,
                    table,
                    lifecycle,
                    new ProvisioningAttempts(async.maxAttempts(), async.initialDelay(), async.maxDelay()));
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnProperty(name = "tenant-schemas.provisioning.mode", havingValue = "async")
        UnfinishedDrops unfinishedDrops(TenantProvisioner provisioner) {
            return new UnfinishedDrops(provisioner);
        }
    }

    /** How tenants are made by name where there are no entities. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.hibernate.SessionFactory")
    static class JdbcConfiguration {

        @Bean
        @ConditionalOnMissingBean
        TenantCreator tenantCreator(TenantProvisioner provisioner) {
            return provisioner::create;
        }
    }

    /** What notices through Hibernate that tenants are saved. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SessionFactory.class)
    static class HibernateConfiguration {

        // Lazy: few applications make tenants by name, and all would wait for the entity manager factory.
        @Bean
        @Lazy
        @ConditionalOnMissingBean
        TenantCreator tenantCreator(
                ObjectProvider<EntityManagerFactory> entityManagerFactory,
                ObjectProvider<PlatformTransactionManager> transactionManager,
                ObjectProvider<Validator> validator,
                TenantDataSources dataSources,
                SchemaProvisioner schemas,
                TenantTable table,
                TenantProvisioner provisioner) {
            EntityManagerFactory factory = entityManagerFactory.getIfUnique();
            PlatformTransactionManager manager = transactionManager.getIfUnique();
            return factory == null || manager == null
                    ? provisioner::create
                    : EntityTenantCreator.of(factory, manager, validator.getIfUnique())
                            .<TenantCreator>map(creator ->
                                    new ExplainedTenantCreator(creator, dataSources.holdingTenants(), schemas, table))
                            .orElse(provisioner::create);
        }

        @Bean
        CachedTenants cachedTenants() {
            return new CachedTenants();
        }

        @Bean
        TenantProvisioning tenantProvisioning(
                SchemaProvisioner provisioner, TenantLifecycle lifecycle, CachedTenants cached) {
            return new TenantProvisioning(provisioner, lifecycle, cached);
        }
    }
}
