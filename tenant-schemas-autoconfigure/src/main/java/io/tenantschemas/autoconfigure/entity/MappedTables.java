package io.tenantschemas.autoconfigure.entity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.TenantTypeAttribute;

/** The tables and sequences to which Hibernate has mapped entities. */
final class MappedTables {

    private final Map<Class<?>, Set<CatalogueName>> names = new LinkedHashMap<>();

    private final List<CatalogueName> ofTenants = new ArrayList<>();

    private final Set<String> typeColumns = new TreeSet<>();

    private MappedTables(MappingMetamodelImplementor metamodel) {
        metamodel.forEachEntityDescriptor(this::add);
        metamodel.forEachCollectionDescriptor(this::add);
    }

    static MappedTables of(EntityManagerFactory factory) {
        return new MappedTables(factory.unwrap(SessionFactoryImplementor.class).getMappingMetamodel());
    }

    private void add(EntityPersister entity) {
        Set<CatalogueName> own = of(entity.getMappedClass());
        addAll(own, entity.getQuerySpaces());
        addGenerator(own, entity.getGenerator());
        if (AbstractTenant.class.isAssignableFrom(entity.getMappedClass())) {
            ofTenants.add(CatalogueName.parse(entity.getRootTableName()));
            TenantTypeAttribute.of(entity.getMappedClass()).ifPresent(type -> addTypeColumn(entity, type));
        }
    }

    private void add(CollectionPersister collection) {
        // One that has no table of its own lies in that of the other entity, which may be somebody else's.
        if (!collection.isOneToMany() && !collection.isInverse()) {
            Set<CatalogueName> owner = of(collection.getOwnerEntityPersister().getMappedClass());
            addAll(owner, collection.getCollectionSpaces());
            addGenerator(owner, collection.getGenerator());
        }
    }

    private void addTypeColumn(EntityPersister entity, TenantTypeAttribute type) {
        if (entity.findAttributeMapping(type.name()) instanceof SelectableMapping column) {
            typeColumns.add(CatalogueName.parse(column.getSelectionExpression()).name());
        }
    }

    private Set<CatalogueName> of(Class<?> entity) {
        return names.computeIfAbsent(entity, key -> new TreeSet<>());
    }

    private static void addAll(Set<CatalogueName> names, Object[] tables) {
        for (Object table : tables) {
            names.add(CatalogueName.parse(table.toString()));
        }
    }

    private static void addGenerator(Set<CatalogueName> names, @Nullable Generator generator) {
        if (generator instanceof SequenceStyleGenerator sequence) {
            names.add(CatalogueName.of(sequence.getDatabaseStructure().getPhysicalName()));
        } else if (generator instanceof TableGenerator table) {
            names.add(CatalogueName.parse(table.getTableName()));
        }
    }

    /** Returns all names. */
    Set<CatalogueName> all() {
        return names.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the tables of tenant models; none when they are mapped elsewhere. */
    List<CatalogueName> ofTenants() {
        return List.copyOf(ofTenants);
    }

    /** Returns the columns in which tenant models say of which type a tenant is. */
    Set<String> typeColumns() {
        return Set.copyOf(typeColumns);
    }

    /** Returns the names of what is not qualified with a schema, so that each tenant has its own. */
    Set<String> ofEachTenant() {
        return unqualified(entity -> true);
    }

    /** Returns the names of what is not qualified with a schema and belongs to one of these entities. */
    Set<String> unqualified(Predicate<Class<?>> entities) {
        return names.entrySet().stream()
                .filter(entry -> entities.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .filter(name -> name.schema() == null)
                .map(CatalogueName::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the shared entities of which something is left to the search path, however that came about. */
    List<EntityProblem> notQualified(EntityScopes scopes) {
        return names.keySet().stream()
                .filter(scopes::isShared)
                .flatMap(entity -> unqualified(entity::equals).stream().map(name -> problem(entity, name)))
                .toList();
    }

    private static EntityProblem problem(Class<?> entity, String name) {
        return new EntityProblem(
                entity.getName(),
                "is shared, but its table or sequence '%s' has no schema, so that a tenant's own of that name would be used."
                        .formatted(name),
                ("Name it and its schema in the mapping, for a sequence with @SequenceGenerator(sequenceName = \"%s\", schema ="
                                + " ...), or remove hibernate.id.db_structure_naming_strategy from the settings.")
                        .formatted(name));
    }
}
