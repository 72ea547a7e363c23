package io.tenantschemas.autoconfigure.entity;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.TenantTypeAttribute;

/** The tables and sequences to which Hibernate has mapped entities. */
final class MappedTables {

    private final Map<Class<?>, Set<CatalogueName>> tables = new LinkedHashMap<>();

    /** What numbers come from: sequences, or tables. */
    private final Map<Class<?>, Set<CatalogueName>> generators = new LinkedHashMap<>();

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
        if (hasTable(entity)) {
            addAll(of(entity.getMappedClass(), tables), entity.getTableNames());
        }
        addGenerator(of(entity.getMappedClass(), generators), entity.getGenerator());
        if (AbstractTenant.class.isAssignableFrom(entity.getMappedClass())) {
            ofTenants.add(CatalogueName.parse(entity.getRootTableName()));
            TenantTypeAttribute.of(entity.getMappedClass()).ifPresent(type -> addTypeColumn(entity, type));
        }
    }

    private void add(CollectionPersister collection) {
        // One that has no table of its own lies in that of the other entity, which may be somebody else's.
        if (!collection.isOneToMany() && !collection.isInverse()) {
            Class<?> owner = collection.getOwnerEntityPersister().getMappedClass();
            // Whatever follows the table stands in a mapping file as something else that is read.
            addAll(of(owner, tables), String.valueOf(collection.getCollectionSpaces()[0]));
            addGenerator(of(owner, generators), collection.getGenerator());
        }
    }

    /** Returns whether the entity has a table of its own: an abstract one in a table per class has none. */
    private static boolean hasTable(EntityPersister entity) {
        return !(entity instanceof UnionSubclassEntityPersister)
                || !Modifier.isAbstract(entity.getMappedClass().getModifiers());
    }

    private void addTypeColumn(EntityPersister entity, TenantTypeAttribute type) {
        if (entity.findAttributeMapping(type.name()) instanceof SelectableMapping column) {
            typeColumns.add(CatalogueName.parse(column.getSelectionExpression()).name());
        }
    }

    private static Set<CatalogueName> of(Class<?> entity, Map<Class<?>, Set<CatalogueName>> names) {
        return names.computeIfAbsent(entity, key -> new TreeSet<>());
    }

    private static void addAll(Set<CatalogueName> names, String... tables) {
        Stream.of(tables)
                // A query that takes the place of a table.
                .filter(table -> !table.startsWith("("))
                .map(CatalogueName::parse)
                .forEach(names::add);
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
        return Stream.of(tables, generators)
                .flatMap(names -> names.values().stream())
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
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
        Set<String> all = new TreeSet<>(unqualifiedGenerators(entities));
        all.addAll(unqualified(entities, tables));
        return all;
    }

    /** Returns the names of that from which identifiers of these entities come, if it is not qualified with a schema. */
    Set<String> unqualifiedGenerators(Predicate<Class<?>> entities) {
        return unqualified(entities, generators);
    }

    private static Set<String> unqualified(Predicate<Class<?>> entities, Map<Class<?>, Set<CatalogueName>> names) {
        return names.entrySet().stream()
                .filter(entry -> entities.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .filter(name -> name.schema() == null)
                .map(CatalogueName::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the shared entities of which something is left to the search path, however that came about. */
    List<EntityProblem> notQualified(EntityScopes scopes) {
        return Stream.concat(tables.keySet().stream(), generators.keySet().stream())
                .distinct()
                // What has no class is Envers', which qualifies it like what it audits, or is refused by itself.
                .filter(entity -> entity != Map.class && scopes.isShared(entity))
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
