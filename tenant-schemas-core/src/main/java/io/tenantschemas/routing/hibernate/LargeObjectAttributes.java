package io.tenantschemas.routing.hibernate;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.EntityProblem;

/** Which attributes of an entity PostgreSQL keeps as large objects, whatever the type of their columns. */
final class LargeObjectAttributes {

    private static final Set<Integer> LARGE_OBJECTS = Set.of(Types.BLOB, Types.CLOB, Types.NCLOB);

    private final List<String> paths = new ArrayList<>();

    private LargeObjectAttributes() {}

    /** Returns a problem for each attribute of that kind. */
    static Stream<EntityProblem> problems(PersistentClass entity) {
        LargeObjectAttributes attributes = new LargeObjectAttributes();
        entity.getProperties().forEach(property -> attributes.visit(property.getName(), property.getValue()));
        return attributes.paths.stream().map(path -> problem(entity, path));
    }

    private void visit(String path, @Nullable Value value) {
        if (value instanceof Component component) {
            component.getProperties().forEach(each -> visit(path + "." + each.getName(), each.getValue()));
        } else if (value instanceof Collection collection) {
            visit(path, collection.getElement());
            visit(path, collection instanceof IndexedCollection indexed ? indexed.getIndex() : null);
        } else if (value instanceof BasicValue basic
                && LARGE_OBJECTS.contains(basic.resolve().getJdbcType().getDdlTypeCode())) {
            paths.add(path);
        }
    }

    private static EntityProblem problem(PersistentClass entity, String path) {
        return new EntityProblem(
                entity.getEntityName(),
                ("is not shared, but its attribute '%s' is stored as a large object, which belongs to the whole database: any"
                                + " tenant could read it by its number.")
                        .formatted(path),
                ("Replace @Lob on '%s' by @JdbcTypeCode(SqlTypes.LONG32VARCHAR) for a String or"
                                + " @JdbcTypeCode(SqlTypes.LONG32VARBINARY) for a byte[], with a column of type text or bytea, or"
                                + " set tenant-schemas.routing.large-objects=allow.")
                        .formatted(path));
    }
}
