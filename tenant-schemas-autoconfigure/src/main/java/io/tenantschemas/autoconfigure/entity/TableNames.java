package io.tenantschemas.autoconfigure.entity;

import java.util.Locale;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.StringUtils;

/**
 * The names of entities' tables, as Hibernate will choose them. Needed before Hibernate is there: migrations come first, and
 * they need the list of tenants.
 */
final class TableNames {

    private final PhysicalNamingStrategy naming;

    TableNames(PhysicalNamingStrategy naming) {
        this.naming = naming;
    }

    // The strategies that there are do not ask for the environment, which takes a database to know.
    @SuppressWarnings("NullAway")
    String of(Class<?> entity) {
        Identifier name = Identifier.toIdentifier(logicalNameOf(entity));
        String physical = naming.toPhysicalTableName(name, null).getText();
        return name.isQuoted() ? physical : physical.toLowerCase(Locale.ROOT);
    }

    private static String logicalNameOf(Class<?> entity) {
        Table table = AnnotationUtils.findAnnotation(entity, Table.class);
        if (table != null && StringUtils.hasText(table.name())) {
            return table.name();
        }
        Entity annotation = entity.getAnnotation(Entity.class);
        return annotation != null && StringUtils.hasText(annotation.name()) ? annotation.name() : unqualified(entity);
    }

    // Unlike the simple name, with the class that it is nested in: so Hibernate calls it.
    private static String unqualified(Class<?> entity) {
        return entity.getName().substring(entity.getName().lastIndexOf('.') + 1);
    }
}
