package io.tenantschemas.routing.hibernate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.model.relational.internal.SqlStringGenerationContextImpl;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.Table;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.routing.TenantRelations;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/** What Hibernate makes of entities, without a database. */
final class Mapped implements AutoCloseable {

    private final StandardServiceRegistry services;

    private final Metadata metadata;

    private Mapped(StandardServiceRegistry services, Metadata metadata) {
        this.services = services;
        this.metadata = metadata;
    }

    static Mapped of(Class<?>... entities) {
        return of("public", Map.of(), entities);
    }

    static Mapped of(String publicSchema, Map<String, Object> settings, Class<?>... entities) {
        return of(new TenantMapping(scopes(), SchemaName.of(publicSchema)), settings, entities);
    }

    /** Maps entities where tenants have types. */
    static Mapped of(Set<TypeName> types, Class<?>... entities) {
        return of(
                new TenantMapping(scopes(), SchemaName.of("public"), false, new TenantRelations(), types),
                Map.of(),
                entities);
    }

    private static EntityScopes scopes() {
        return new EntityScopes(List.of(), List.of(), null);
    }

    private static Mapped of(TenantMapping mapping, Map<String, Object> settings, Class<?>... entities) {
        StandardServiceRegistry services = services(mapping, settings);
        try {
            return new Mapped(
                    services,
                    new MetadataSources(services).addAnnotatedClasses(entities).buildMetadata());
        } catch (RuntimeException failure) {
            StandardServiceRegistryBuilder.destroy(services);
            throw failure;
        }
    }

    private static StandardServiceRegistry services(TenantMapping mapping, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "hibernate.boot.allow_jdbc_metadata_access", "false",
                "hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect",
                "hibernate.physical_naming_strategy",
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl"));
        all.putAll(settings);
        mapping.addTo(all);
        return new StandardServiceRegistryBuilder().applySettings(all).build();
    }

    /** Returns all tables, as they are written into SQL. */
    Set<String> tables() {
        SqlStringGenerationContext context = SqlStringGenerationContextImpl.fromConfigurationMap(
                services.requireService(JdbcEnvironment.class),
                metadata.getDatabase(),
                services.requireService(ConfigurationService.class).getSettings());
        return Stream.of(
                        metadata.getEntityBindings().stream().map(entity -> entity.getTable()),
                        metadata.getEntityBindings().stream()
                                .flatMap(entity -> entity.getJoins().stream().map(Join::getTable)),
                        metadata.getCollectionBindings().stream().map(Collection::getCollectionTable))
                .flatMap(tables -> tables)
                .map((Table table) -> table.getQualifiedName(context))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        StandardServiceRegistryBuilder.destroy(services);
    }
}
