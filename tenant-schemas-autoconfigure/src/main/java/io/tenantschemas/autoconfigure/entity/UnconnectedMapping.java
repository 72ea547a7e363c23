package io.tenantschemas.autoconfigure.entity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.ImplicitNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.mapping.PersistentClass;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.inspect.TenantModel;
import io.tenantschemas.routing.hibernate.OwningClasses;
import io.tenantschemas.tenant.TypeName;

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

    /** Returns the tables of tenants with their columns, and the sequences of tenants; all of them, and those of each type. */
    TenantModel model(EntityScopes scopes) {
        return ask(metadata -> {
            try (SessionFactory factory = metadata.buildSessionFactory()) {
                MappedTables mapped = MappedTables.of(factory);
                Set<TypeName> types = metadata.getEntityBindings().stream()
                        .map(PersistentClass::getMappedClass)
                        .filter(Objects::nonNull)
                        .flatMap(entity -> scopes.types(entity).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
                Map<Optional<TypeName>, MappedModel> byType = new HashMap<>();
                if (!types.isEmpty()) {
                    Stream.concat(
                                    Stream.of(Optional.<TypeName>empty()),
                                    types.stream().map(Optional::of))
                            .forEach(type -> byType.put(
                                    type, model(metadata, mapped, scopes, entity -> scopes.isOfType(entity, type))));
                }
                return new TypedModel(model(metadata, mapped, scopes, entity -> true), byType);
            }
        });
    }

    private MappedModel model(Metadata metadata, MappedTables mapped, EntityScopes scopes, Predicate<Class<?>> wanted) {
        List<TenantModel.Table> tables =
                new MappedColumns(metadata, new OwningClasses(metadata, mapping.settings()), scopes, wanted).tables();
        Set<String> sequences = new TreeSet<>(
                mapped.unqualifiedGenerators(entity -> scopes.isTenantScoped(entity) && wanted.test(entity)));
        tables.stream().map(TenantModel.Table::name).forEach(sequences::remove);
        return new MappedModel(tables, sequences);
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
                "none",
                AvailableSettings.BEAN_CONTAINER,
                new BareBeans()));
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

    /**
     * The same where tenants may have types.
     *
     * @param all what they say of all
     * @param byType what they say of those of each type that they name, and of those of none; empty where they name none
     */
    private record TypedModel(MappedModel all, Map<Optional<TypeName>, MappedModel> byType) implements TenantModel {

        @Override
        public List<Table> tables() {
            return all.tables();
        }

        @Override
        public Set<String> sequences() {
            return all.sequences();
        }

        @Override
        public TenantModel ofType(Optional<TypeName> type) {
            // Of a type that none names, tenants have what those have that are of none.
            MappedModel ofNone = byType.getOrDefault(Optional.<TypeName>empty(), all);
            return byType.getOrDefault(type, ofNone);
        }
    }
}
