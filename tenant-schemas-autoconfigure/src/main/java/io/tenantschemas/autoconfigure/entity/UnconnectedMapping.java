package io.tenantschemas.autoconfigure.entity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.ImplicitNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.inspect.TenantModel;

/** Asks Hibernate how it would map entities, without a database, for what has to be known before the database is ready. */
final class UnconnectedMapping {

    private final Set<Class<?>> classes;

    private final PhysicalNamingStrategy physical;

    private final ImplicitNamingStrategy implicit;

    private final MappingSettings mapping;

    UnconnectedMapping(
            Set<Class<?>> classes,
            PhysicalNamingStrategy physical,
            ImplicitNamingStrategy implicit,
            MappingSettings mapping) {
        this.classes = Set.copyOf(classes);
        this.mapping = mapping;
        this.physical = physical;
        this.implicit = implicit;
    }

    MappedTables tables() {
        return ask(metadata -> {
            try (SessionFactory factory = metadata.buildSessionFactory()) {
                return MappedTables.of(factory);
            }
        });
    }

    /** Returns the tables of tenants with their columns, and the sequences of tenants. */
    TenantModel model(EntityScopes scopes) {
        return ask(metadata -> {
            List<TenantModel.Table> tables = new MappedColumns(metadata, scopes).tables();
            try (SessionFactory factory = metadata.buildSessionFactory()) {
                Set<String> sequences = new TreeSet<>(MappedTables.of(factory).unqualified(scopes::isTenantScoped));
                tables.stream().map(TenantModel.Table::name).forEach(sequences::remove);
                return new MappedModel(tables, sequences);
            }
        });
    }

    private <T> T ask(Function<Metadata, T> question) {
        Map<String, Object> settings = new HashMap<>(mapping.settings());
        settings.putAll(Map.of(
                AvailableSettings.ALLOW_METADATA_ON_BOOT,
                "false",
                AvailableSettings.DIALECT,
                PostgreSQLDialect.class.getName(),
                AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                physical,
                AvailableSettings.IMPLICIT_NAMING_STRATEGY,
                implicit,
                AvailableSettings.HBM2DDL_AUTO,
                "none"));
        StandardServiceRegistry services =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            MetadataSources sources = new MetadataSources(services);
            classes.forEach(sources::addAnnotatedClass);
            mapping.files().forEach(sources::addResource);
            return question.apply(sources.buildMetadata());
        } finally {
            StandardServiceRegistryBuilder.destroy(services);
        }
    }

    /** What entities say of tenants' schemas. */
    private record MappedModel(List<TenantModel.Table> tables, Set<String> sequences) implements TenantModel {}
}
