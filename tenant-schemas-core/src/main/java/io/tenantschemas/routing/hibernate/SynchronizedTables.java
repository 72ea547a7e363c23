package io.tenantschemas.routing.hibernate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;

/**
 * What {@code @Synchronize} says is read besides an entity's own table. Hibernate compares it as a text with the tables of what is to
 * be written, and would not see that {@code plan} is {@code public.plan}: what was changed there would not be in the answer.
 */
final class SynchronizedTables {

    private final Dialect dialect;

    private final Map<String, String> qualified = new HashMap<>();

    SynchronizedTables(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Takes note of a table that is in that schema from now on. */
    void qualify(Table table, Identifier schema) {
        if (table.isPhysicalTable()) {
            String name = table.getNameIdentifier().render(dialect);
            qualified.put(name, schema.render(dialect) + "." + name);
        }
    }

    /** Adds what tables are called now to what the entity calls them. */
    void addTo(PersistentClass entity) {
        List.copyOf(entity.getSynchronizedTables()).stream()
                .map(qualified::get)
                .filter(Objects::nonNull)
                .forEach(entity::addSynchronizedTable);
    }
}
