package io.tenantschemas.routing.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;

/** Which tables belong to which entity: its own, its secondary and join tables, and those of its collections. */
final class EntityTables {

    private final Map<PersistentClass, Set<Table>> tables = new LinkedHashMap<>();

    EntityTables(Collection<PersistentClass> entities, Collection<org.hibernate.mapping.Collection> collections) {
        entities.forEach(this::addOwn);
        collections.stream().filter(EntityTables::hasTable).forEach(this::addOf);
    }

    // A one-to-many without a table of its own points at the table of the other entity, which decides for itself.
    private static boolean hasTable(org.hibernate.mapping.Collection collection) {
        return !collection.isOneToMany() && !collection.isInverse();
    }

    private void addOwn(PersistentClass entity) {
        Set<Table> own = of(entity);
        own.add(entity.getTable());
        entity.getJoins().stream().map(Join::getTable).forEach(own::add);
    }

    private void addOf(org.hibernate.mapping.Collection collection) {
        of(collection.getOwner()).add(collection.getCollectionTable());
    }

    /** Returns the tables of {@code entity} without those of the entities that it extends. */
    Set<Table> of(PersistentClass entity) {
        return tables.computeIfAbsent(entity, key -> new LinkedHashSet<>());
    }

    /** Returns the entities to which {@code table} belongs. */
    List<PersistentClass> owners(Table table) {
        List<PersistentClass> owners = new ArrayList<>();
        tables.forEach((entity, own) -> {
            if (own.contains(table)) {
                owners.add(entity);
            }
        });
        return owners;
    }
}
