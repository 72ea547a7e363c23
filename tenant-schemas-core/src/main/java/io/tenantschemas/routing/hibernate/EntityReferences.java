package io.tenantschemas.routing.hibernate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hibernate.mapping.Any;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.RootClass;
import org.hibernate.mapping.ToOne;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

/** To which entities an entity refers, and by which attribute, through embedded objects, collections and keys of maps. */
final class EntityReferences {

    private final Map<String, List<String>> references = new LinkedHashMap<>();

    private EntityReferences() {}

    /** Returns the names of entities by the path of the attribute that refers to them. */
    static Map<String, List<String>> of(PersistentClass entity) {
        EntityReferences found = new EntityReferences();
        if (entity instanceof RootClass) {
            found.visitIdentifier(entity);
        }
        entity.getProperties().stream()
                // Stands for an @IdClass, whose attributes are the identifier's.
                .filter(property -> !property.isSynthetic())
                .forEach(property -> found.visit(property.getName(), property.getValue()));
        return found.references;
    }

    private void visitIdentifier(PersistentClass entity) {
        Property identifier = entity.getIdentifierProperty();
        if (identifier != null) {
            visit(identifier.getName(), identifier.getValue());
        } else if (entity.getIdentifierMapper() != null) {
            entity.getIdentifierMapper().getProperties().forEach(each -> visit(each.getName(), each.getValue()));
        }
    }

    private void visit(String path, @Nullable Value value) {
        if (value instanceof Component component) {
            component.getProperties().forEach(each -> visit(path + "." + each.getName(), each.getValue()));
        } else if (value instanceof Collection collection) {
            visit(path, collection.getElement());
            visit(path, collection instanceof IndexedCollection indexed ? indexed.getIndex() : null);
        } else if (value instanceof OneToMany oneToMany) {
            add(path, List.of(oneToMany.getReferencedEntityName()));
        } else if (value instanceof ToOne toOne) {
            add(path, List.of(toOne.getReferencedEntityName()));
        } else if (value instanceof Any any) {
            add(path, List.copyOf(any.getMetaValues().values()));
        }
    }

    private void add(String path, List<String> entities) {
        references.computeIfAbsent(path, key -> new ArrayList<>()).addAll(entities);
    }
}
