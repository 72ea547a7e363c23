package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;

import io.tenantschemas.entity.EntityScope;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.inspect.TenantModel;
import io.tenantschemas.routing.hibernate.OwningClasses;

/** The tables of entities of which tenants have their own, with their columns. */
final class MappedColumns {

    private final OwningClasses owners;

    private final EntityScopes scopes;

    private final Predicate<Class<?>> wanted;

    private final Map<String, Set<String>> columns = new TreeMap<>();

    /** The tables without which no tenant can be. */
    private final Set<String> required = new TreeSet<>();

    /** Those of entities that are not only read. */
    private final Set<String> written = new TreeSet<>();

    /**
     * Finds them.
     *
     * @param owners whose entities are
     * @param wanted which entities count
     */
    MappedColumns(Metadata metadata, OwningClasses owners, EntityScopes scopes, Predicate<Class<?>> wanted) {
        this.owners = owners;
        this.scopes = scopes;
        this.wanted = wanted;
        metadata.getEntityBindings().forEach(this::add);
        metadata.getCollectionBindings().forEach(this::add);
    }

    private void add(PersistentClass entity) {
        add(entity, entity.getTable(), entity.isMutable());
        entity.getJoins().stream().map(Join::getTable).forEach(table -> add(entity, table, entity.isMutable()));
    }

    private void add(Collection collection) {
        // One that has no table of its own lies in that of the other entity, which may be somebody else's.
        if (!collection.isOneToMany() && !collection.isInverse()) {
            PersistentClass owner = collection.getOwner();
            add(owner, collection.getCollectionTable(), owner.isMutable() && collection.isMutable());
        }
    }

    private void add(PersistentClass owner, Table table, boolean isWritten) {
        Class<?> entity = owners.of(owner).orElse(null);
        if (entity == null || !table.isPhysicalTable() || table.getSchema() != null || table.getCatalog() != null) {
            return;
        }
        Set<EntityScope> scope = scopes.of(entity);
        if (scope.contains(EntityScope.TENANT) && wanted.test(entity)) {
            String name = CatalogueName.stored(table.getName(), table.isQuoted());
            Set<String> own = columns.computeIfAbsent(name, first -> new TreeSet<>());
            for (Column column : table.getColumns()) {
                own.add(CatalogueName.stored(column.getName(), column.isQuoted()));
            }
            if (!scope.contains(EntityScope.SHARED)) {
                required.add(name);
            }
            if (isWritten) {
                written.add(name);
            }
        }
    }

    List<TenantModel.Table> tables() {
        return columns.entrySet().stream()
                .map(table -> new TenantModel.Table(
                        table.getKey(),
                        table.getValue(),
                        !required.contains(table.getKey()),
                        written.contains(table.getKey())))
                .toList();
    }
}
