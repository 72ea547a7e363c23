package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.autoconfigure.TenantSchemasProperties.Routing;
import io.tenantschemas.autoconfigure.TenantSchemasProperties.Routing.LargeObjects;
import io.tenantschemas.routing.ConnectionAffinity;
import io.tenantschemas.routing.ConnectionRetirement;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.PathReports;
import io.tenantschemas.routing.RetiredTenants;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.TenantRelations;
import io.tenantschemas.routing.TenantRows;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.routing.hikari.HikariIdleConnections;
import io.tenantschemas.routing.hikari.HikariRetirement;
import io.tenantschemas.routing.postgresql.DriverPathReports;
import io.tenantschemas.tenant.SchemaName;

/** {@link EnableAutoConfiguration Auto-configuration} that points each connection at the bound tenant's schema. */
@AutoConfiguration(after = {DataSourceAutoConfiguration.class, TenantSchemasAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantRoutingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SearchPaths searchPaths(PublicSchema publicSchema, TenantSchemasProperties properties) {
        return new SearchPaths(
                publicSchema.name(),
                properties.extraSearchPath().stream()
                        .map(SchemaName::of)
                        .distinct()
                        .toList());
    }

    @Bean
    @ConditionalOnMissingBean
    ConnectionRouter connectionRouter(SearchPaths paths, RoutingRules rules, ObjectProvider<PathReports> reports) {
        ConnectionRouter router = new ConnectionRouter(paths, reports.getIfAvailable(PathReports::none));
        return rules.strategy() == RoutingStrategy.ROLE ? router.becomingRoles() : router;
    }

    @Bean
    @ConditionalOnMissingBean
    RetiredTenants retiredTenants() {
        return new RetiredTenants();
    }

    @Bean
    @ConditionalOnMissingBean
    RoutingRules routingRules(
            TenantSchemasProperties properties,
            RetiredTenants retiredTenants,
            TenantRelations relations,
            ObjectProvider<ConnectionRetirement> retirements,
            ObjectProvider<ConnectionAffinity> affinity) {
        Routing routing = properties.routing();
        return new RoutingRules(
                properties.requireTenant(),
                routing.largeObjects() == LargeObjects.ALLOW,
                retiredTenants,
                retirements.orderedStream().reduce((pool, connection) -> false, ConnectionRetirement::orElse),
                routing.scope(),
                routing.maxTenantsPerConnection(),
                routing.strategy(),
                relations,
                affinity.getIfAvailable(ConnectionAffinity::none));
    }

    @Bean
    @ConditionalOnMissingBean
    TenantRelations tenantRelations() {
        return new TenantRelations();
    }

    @Bean
    RoutingParts routingParts(
            ConnectionRouter router,
            RoutingRules rules,
            ObjectProvider<TenantDataSources> dataSources,
            ObjectProvider<TenantRows> rows) {
        return new RoutingParts(router, rules, dataSources, rows);
    }

    @Bean
    MigratedSchemaListener migratedSchemaListener(ConnectionRouter router) {
        return new MigratedSchemaListener(router.migratedSchemas());
    }

    /** Where the driver is PostgreSQL's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PGConnection.class)
    static class DriverConfiguration {

        @Bean
        @ConditionalOnMissingBean(PathReports.class)
        DriverPathReports pathReports() {
            return new DriverPathReports();
        }
    }

    /** Where a pooler in transaction mode stands between, and the driver is PostgreSQL's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PGConnection.class)
    @ConditionalOnProperty(name = "tenant-schemas.routing.scope", havingValue = "transaction")
    @ConditionalOnBooleanProperty(
            name = "tenant-schemas.routing.prepared-statements",
            havingValue = false,
            matchIfMissing = true)
    static class PoolerConfiguration {

        @Bean
        PreparedStatementsVerifier preparedStatementsVerifier(ListableBeanFactory beans) {
            return new PreparedStatementsVerifier(() -> beans.getBeansOfType(DataSource.class));
        }
    }

    /** Where HikariCP is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HikariDataSource.class)
    static class HikariConfiguration {

        // Static: pools are made before what this class has beside it.
        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static StatementCachePostProcessor statementCachePostProcessor(ObjectProvider<UnroutedBeans> unrouted) {
            return new StatementCachePostProcessor(unrouted);
        }

        @Bean
        HikariRetirement hikariRetirement() {
            return new HikariRetirement();
        }

        @Bean
        @ConditionalOnMissingBean
        ConnectionAffinity connectionAffinity(TenantSchemasProperties properties) {
            return new ConnectionAffinity(properties.routing().affinityWait(), HikariIdleConnections::of);
        }

        @Bean
        @ConditionalOnProperty(name = "tenant-schemas.routing.strategy", havingValue = "role")
        InitialRoleVerifier initialRoleVerifier(ListableBeanFactory beans) {
            return new InitialRoleVerifier(() -> beans.getBeansOfType(DataSource.class));
        }

        @Bean
        @ConditionalOnProperty(name = "tenant-schemas.routing.scope", havingValue = "transaction")
        SessionSettingsVerifier sessionSettingsVerifier(ListableBeanFactory beans) {
            return new SessionSettingsVerifier(() -> beans.getBeansOfType(DataSource.class));
        }
    }

    /** Where Spring Boot's Flyway is, which may have a data source of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FlywayDataSource.class)
    static class FlywayConfiguration {

        @Bean
        static FlywayDataSourceQualifier flywayDataSourceQualifier(ConfigurableListableBeanFactory beans) {
            return new FlywayDataSourceQualifier(beans);
        }
    }

    @Bean
    UnroutedBeans unroutedBeans(TenantSchemasProperties properties, ObjectProvider<DdlQualifier> ddl) {
        return new UnroutedBeans(properties.routing().exclude(), ddl.getIfAvailable(() -> bean -> false));
    }

    @Bean
    TenantDataSources tenantDataSources(
            ConfigurableListableBeanFactory beans, ObjectProvider<DataSource> dataSources, UnroutedBeans unrouted) {
        return new TenantDataSources(beans, dataSources, unrouted);
    }

    @Bean
    RoutedDataSourcesVerifier routedDataSourcesVerifier(ConfigurableListableBeanFactory beans, UnroutedBeans unrouted) {
        return new RoutedDataSourcesVerifier(beans, unrouted);
    }

    @Bean
    @ConditionalOnMissingBean
    UnroutedDataSource unroutedDataSource(TenantDataSources dataSources) {
        RoutingDataSource routing = dataSources.holdingTenants();
        return new UnroutedDataSource(routing.unroutedAsUser());
    }

    @Bean
    @ConditionalOnMissingBean
    DdlDataSource ddlDataSource(
            TenantDataSources dataSources,
            UnroutedDataSource ofTenants,
            ConfigurableListableBeanFactory beans,
            TenantSchemasProperties properties) {
        return dataSources
                .forDdl()
                .map(name -> {
                    new DdlSettings(name, properties).verify();
                    DataSource found = beans.getBean(name, DataSource.class);
                    return DdlDataSource.apart(new VerifiedDataSource(name, found, ofTenants));
                })
                .orElseGet(() -> DdlDataSource.of(ofTenants));
    }

    // Static and lazy: a post-processor is created before ordinary beans and must not drag them in early.
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RoutingDataSourcePostProcessor routingDataSourcePostProcessor(
            ObjectProvider<RoutingParts> parts, ObjectProvider<UnroutedBeans> unrouted) {
        return new RoutingDataSourcePostProcessor(parts, unrouted);
    }
}
