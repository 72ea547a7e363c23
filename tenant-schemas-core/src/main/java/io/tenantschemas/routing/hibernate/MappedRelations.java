package io.tenantschemas.routing.hibernate;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedName;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.routing.TenantRelations;

/** The tables and sequences of mappings that have no schema: those of tenants, since those of shared entities are qualified. */
final class MappedRelations implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final transient TenantRelations relations;

    private final transient EntityScopes scopes;

    private MappedRelations(TenantRelations relations, EntityScopes scopes) {
        this.relations = relations;
        this.scopes = scopes;
    }

    /** Tells of the tables at once, and of the sequences when the generators of identifiers are there. */
    static void tell(TenantMapping mapping, Metadata metadata, SessionFactoryImplementor sessionFactory) {
        TenantRelations relations = mapping.relations();
        relations.add(tables(metadata.collectTableMappings()));
        MappedRelations its = new MappedRelations(relations, mapping.scopes());
        if (!mapping.types().isEmpty()) {
            its.tellOfTypes(new EntityTables(metadata.getEntityBindings(), metadata.getCollectionBindings()), metadata);
        }
        sessionFactory.addObserver(its);
    }

    private void tellOfTypes(EntityTables tables, Metadata metadata) {
        for (PersistentClass entity : metadata.getEntityBindings()) {
            Class<?> type = entity.getMappedClass();
            if (type != null && isOfSome(type)) {
                // One that is also that of an entity of all tenants is everybody's.
                List<Table> its = tables.of(entity).stream()
                        .filter(table -> tables.owners(table).stream()
                                .map(PersistentClass::getMappedClass)
                                .allMatch(owner -> owner != null && isOfSome(owner)))
                        .toList();
                relations.addOfTypes(entity.getJpaEntityName(), scopes.types(type), tables(its));
            }
        }
    }

    private boolean isOfSome(Class<?> entity) {
        return !scopes.namedTypes(entity).isEmpty();
    }

    private static Set<String> tables(Collection<Table> tables) {
        return tables.stream()
                .filter(table -> table.isPhysicalTable() && table.getSchema() == null && table.getCatalog() == null)
                .map(table -> stored(table.getNameIdentifier()))
                .collect(Collectors.toSet());
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        Map<EntityPersister, Set<String>> names = new LinkedHashMap<>();
        factory.unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .forEachEntityDescriptor(
                        entity -> add(entity.getGenerator(), names.computeIfAbsent(entity, first -> new HashSet<>())));
        relations.add(names.values().stream().flatMap(Set::stream).toList());
        tellOfTypes(names);
    }

    private void tellOfTypes(Map<EntityPersister, Set<String>> names) {
        Set<String> ofAll = new HashSet<>();
        names.forEach((entity, its) -> {
            if (!isOfSome(entity.getMappedClass())) {
                ofAll.addAll(its);
            }
        });
        names.forEach((entity, its) -> {
            its.removeAll(ofAll);
            if (!its.isEmpty()) {
                relations.addOfTypes(entity.getImportedName(), scopes.types(entity.getMappedClass()), its);
            }
        });
    }

    private static void add(@Nullable Generator generator, Set<String> names) {
        if (generator instanceof SequenceStyleGenerator sequences) {
            QualifiedName name = sequences.getDatabaseStructure().getPhysicalName();
            if (name.getSchemaName() == null && name.getCatalogName() == null) {
                names.add(stored(name.getObjectName()));
            }
        }
    }

    private static String stored(Identifier name) {
        return name.isQuoted() ? name.getText() : name.getText().toLowerCase(Locale.ROOT);
    }
}
