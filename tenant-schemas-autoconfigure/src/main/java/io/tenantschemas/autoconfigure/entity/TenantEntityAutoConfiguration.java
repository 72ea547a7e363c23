package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;

import org.hibernate.boot.model.naming.ImplicitNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hibernate.SpringImplicitNamingStrategy;
import org.springframework.boot.persistence.autoconfigure.EntityScanner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.EntityScope;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.inspect.TenantModel;
import io.tenantschemas.registry.TenantTable;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that reads the tenant model from the application's entities. Without
 * JPA a setting has to name the tenants' table.
 */
@AutoConfiguration(after = TenantSchemasAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
public final class TenantEntityAutoConfiguration {

    /** Where there are entities. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Entity.class, PhysicalNamingStrategy.class, EntityScanner.class})
    static class JpaConfiguration {

        @Bean
        EntityClasses entityClasses(ApplicationContext context) throws ClassNotFoundException {
            return new EntityClasses(new EntityScanner(context).scan(Entity.class));
        }

        @Bean
        NamingStrategies namingStrategies(
                ObjectProvider<PhysicalNamingStrategy> physical,
                ObjectProvider<ImplicitNamingStrategy> implicit,
                Environment environment,
                ApplicationContext context) {
            ConfiguredStrategies configured = new ConfiguredStrategies(environment, context.getClassLoader());
            return new NamingStrategies(
                    physical.getIfAvailable(() -> configured.get(
                            "physical", PhysicalNamingStrategy.class, PhysicalNamingStrategySnakeCaseImpl::new)),
                    implicit.getIfAvailable(() -> configured.get(
                            "implicit", ImplicitNamingStrategy.class, SpringImplicitNamingStrategy::new)));
        }

        @Bean
        @ConditionalOnMissingBean
        TenantTable tenantTable(
                PublicSchema publicSchema,
                TenantSchemasProperties properties,
                EntityClasses entities,
                NamingStrategies naming) {
            String table = properties.tenantTable();
            if (table != null && entities.tenantModels().size() != 1) {
                return new TenantTable(publicSchema.name(), table, TypeSettings.column(properties));
            }
            Class<? extends AbstractTenant> model = entities.tenantModel();
            return new TenantTable(
                    publicSchema.name(),
                    table != null ? table : new TableNames(naming.physical()).of(model),
                    new TypeColumns(entities, naming.physical(), properties).of(model));
        }

        // Asks Hibernate, which takes a second, only if there are such entities.
        @Bean
        @ConditionalOnMissingBean
        NamesInBothPlaces namesInBothPlaces(
                ApplicationContext context, EntityClasses entities, NamingStrategies naming, EntityScopes scopes)
                throws ClassNotFoundException {
            Predicate<Class<?>> inBothPlaces = entity -> scopes.of(entity).equals(Set.of(EntityScope.values()));
            List<String> names = entities.all().stream()
                    .filter(inBothPlaces)
                    .map(Class::getName)
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                return new NamesInBothPlaces(Set.of());
            }
            try {
                return new NamesInBothPlaces(
                        unconnectedMapping(context, naming).tables().unqualified(inBothPlaces));
            } catch (RuntimeException unmappable) {
                throw new EntitiesNotMappedException(names, unmappable);
            }
        }

        private static UnconnectedMapping unconnectedMapping(ApplicationContext context, NamingStrategies naming)
                throws ClassNotFoundException {
            Set<Class<?>> classes = new EntityScanner(context)
                    .scan(Entity.class, MappedSuperclass.class, Embeddable.class, Converter.class);
            return new UnconnectedMapping(
                    classes,
                    naming.physical(),
                    naming.implicit(),
                    MappingSettings.of(context.getEnvironment(), context));
        }

        // Lazy: it takes a second, and commands need it that have no entity manager factory.
        @Bean
        @Lazy
        @ConditionalOnMissingBean
        TenantModel tenantModel(ApplicationContext context, NamingStrategies naming, EntityScopes scopes)
                throws ClassNotFoundException {
            try {
                return unconnectedMapping(context, naming).model(scopes);
            } catch (RuntimeException unmappable) {
                // For example, because a type asks a bean for its name in SQL.
                return TenantModel.unknown(
                        "Hibernate cannot map these without a database and without beans: " + unmappable.getMessage());
            }
        }

        /**
         * How Hibernate will name tables.
         *
         * @param physical what makes names of the database
         * @param implicit what makes names where the mapping says none
         */
        record NamingStrategies(PhysicalNamingStrategy physical, ImplicitNamingStrategy implicit) {}
    }

    // Here rather than in a class of its own: what stands here comes after the classes within.
    @Bean
    @ConditionalOnMissingBean
    TenantTable tenantTableOfSetting(PublicSchema publicSchema, TenantSchemasProperties properties) {
        String table = properties.tenantTable();
        if (table == null) {
            throw new TenantTableUnknownException();
        }
        return new TenantTable(publicSchema.name(), table, TypeSettings.column(properties));
    }
}
