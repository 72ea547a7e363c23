package io.tenantschemas.autoconfigure.migrate;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ResourceLoader;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.entity.NamesInBothPlaces;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.migrate.CurrentSchemas;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.MigrationEvents;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.TellingSchemaMigrator;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.migrate.flyway.FlywaySchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.RoutingScope;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.tenant.SchemaName;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps the shared schema and the tenants' up to date with Flyway.
 *
 * <p>Spring Boot's own Flyway backs off, because there is a {@link Flyway} bean, the one of the shared schema: it would keep
 * a second history in the same table.
 */
@AutoConfiguration(
        before = FlywayAutoConfiguration.class,
        after = {TenantRoutingAutoConfiguration.class, TenantEntityAutoConfiguration.class})
@ConditionalOnClass({Flyway.class, FlywayConfigurationCustomizer.class})
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TenantMigrationProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class TenantMigrationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FlywaySettings flywaySettings(
            SearchPaths paths,
            TenantMigrationProperties properties,
            TenantTable table,
            ObjectProvider<JavaMigration> migrations,
            ObjectProvider<FlywayConfigurationCustomizer> customizers) {
        TypedMigrations ofTenants = new TypedMigrations(marked(migrations, TenantScoped.class), table.types());
        return new FlywaySettings(
                paths.publicSchema(),
                paths.extra(),
                properties.shared().locations(),
                properties.tenant().locations(),
                marked(migrations, Shared.class),
                ofTenants.ofAll(),
                customizers
                        .orderedStream()
                        .map(TenantMigrationAutoConfiguration::asConsumer)
                        .toList(),
                properties.direct(),
                properties.lockTimeout(),
                ofTenants.byType());
    }

    private static List<JavaMigration> marked(
            ObjectProvider<JavaMigration> migrations, Class<? extends Annotation> annotation) {
        return migrations
                .orderedStream()
                .filter(migration -> AnnotatedElementUtils.hasAnnotation(migration.getClass(), annotation))
                .toList();
    }

    private static Consumer<FluentConfiguration> asConsumer(FlywayConfigurationCustomizer customizer) {
        return customizer::customize;
    }

    @Bean
    @ConditionalOnMissingBean(SchemaMigrator.class)
    FlywaySchemaMigrator schemaMigrator(
            DdlDataSource dataSource,
            FlywaySettings settings,
            RoutingRules rules,
            ObjectProvider<TenantRoles> roles,
            ResourceLoader resourceLoader) {
        ClassLoader given = resourceLoader.getClassLoader();
        ClassLoader classLoader = given != null ? given : getClass().getClassLoader();
        new TypeFolders(settings, classLoader).verify();
        return new FlywaySchemaMigrator(
                dataSource.dataSource(),
                settings,
                classLoader,
                rules.scope() == RoutingScope.TRANSACTION,
                rules.retirement()::retire,
                roles.getIfAvailable());
    }

    @Bean
    Flyway sharedFlyway(FlywaySchemaMigrator migrator) {
        return migrator.sharedFlyway();
    }

    @Bean
    @ConditionalOnMissingBean
    FallThroughCheck fallThroughCheck(
            UnroutedDataSource dataSource, SearchPaths paths, ObjectProvider<NamesInBothPlaces> namesInBothPlaces) {
        Set<String> allowed = namesInBothPlaces.stream()
                .findFirst()
                .map(NamesInBothPlaces::tables)
                .orElse(Set.of());
        return new FallThroughCheck(dataSource.dataSource(), paths.publicSchema(), paths.extra(), allowed);
    }

    @Bean
    @ConditionalOnMissingBean
    TenantMigrator tenantMigrator(
            TenantRegistry tenants,
            PublicSchema publicSchema,
            SchemaMigrator migrator,
            FallThroughCheck check,
            ConnectionRouter router,
            UnroutedDataSource dataSource,
            ObjectProvider<CurrentSchemas> currentSchemas,
            ObjectProvider<MigrationListener> listeners) {
        TenantChannel channel = new TenantChannel(publicSchema.name());
        Consumer<SchemaName> here = router.migratedSchemas()::add;
        for (CurrentSchemas each : currentSchemas) {
            here = here.andThen(each::forget);
        }
        SchemaMigrator telling = new TellingSchemaMigrator(migrator, here, channel, dataSource.dataSource());
        return new TenantMigrator(
                tenants,
                publicSchema.name(),
                telling,
                check,
                () -> listeners.orderedStream().toList());
    }

    /** Never lazy, so that it hears when the other beans are made. */
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean
    MigrationEvents migrationEvents(ApplicationEventPublisher publisher) {
        return new MigrationEvents(publisher);
    }

    /** What is done at start-up, except in the process of a command, which does what it is told. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "tenant-schemas.command.active", havingValue = false, matchIfMissing = true)
    static class StartupConfiguration {

        @Bean
        StartupMigration startupMigration(
                TenantMigrator migrator,
                SchemaMigrator schemaMigrator,
                PublicSchema publicSchema,
                TenantMigrationProperties properties,
                DdlDataSource ddl) {
            return new StartupMigration(
                    migrator, schemaMigrator, MigrationTarget.shared(publicSchema.name()), properties, ddl);
        }
    }
}
