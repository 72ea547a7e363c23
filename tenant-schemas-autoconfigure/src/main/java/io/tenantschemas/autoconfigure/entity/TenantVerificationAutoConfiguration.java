package io.tenantschemas.autoconfigure.entity;

import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.UnroutedDataSource;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of what is looked at before the application serves anybody. Left out in
 * the process of a command, which may be the one that mends what is wrong.
 */
@AutoConfiguration(
        after = TenantEntityAutoConfiguration.class,
        afterName = {
            "io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "tenant-schemas.command.active", havingValue = false, matchIfMissing = true)
public final class TenantVerificationAutoConfiguration {

    /** Where Hibernate says what is mapped. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({EntityManagerFactory.class, SessionFactory.class})
    static class HibernateConfiguration {

        @Bean
        TenantTablesVerifier tenantTablesVerifier(
                UnroutedDataSource dataSource,
                TenantTable table,
                FallThroughCheck fallThrough,
                SearchPaths paths,
                EntityScopes scopes,
                TenantSchemasProperties properties,
                DdlDataSource ddl,
                ObjectProvider<EntityManagerFactory> factories) {
            return new TenantTablesVerifier(
                    dataSource,
                    table,
                    fallThrough,
                    paths,
                    scopes,
                    Stream.of(factories).flatMap(ObjectProvider::stream).map(MappedTables::of),
                    needsNotes(properties, ddl));
        }
    }

    // Here rather than in a class of its own: what stands here comes after the class within.
    @Bean
    @ConditionalOnMissingBean
    TenantTablesVerifier tenantTablesVerifierWithoutMapping(
            UnroutedDataSource dataSource,
            TenantTable table,
            FallThroughCheck fallThrough,
            SearchPaths paths,
            EntityScopes scopes,
            TenantSchemasProperties properties,
            DdlDataSource ddl) {
        return new TenantTablesVerifier(
                dataSource, table, fallThrough, paths, scopes, Stream.empty(), needsNotes(properties, ddl));
    }

    private static boolean needsNotes(TenantSchemasProperties properties, DdlDataSource ddl) {
        return properties.provisioning().mode() == ProvisioningMode.ASYNC || ddl.isApart();
    }
}
