package io.tenantschemas.autoconfigure.entity;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;

/** The entity classes of the application, found where Spring Boot looks for them. */
final class EntityClasses {

    private final Set<Class<?>> classes;

    EntityClasses(Set<Class<?>> classes) {
        this.classes = Set.copyOf(classes);
    }

    Set<Class<?>> all() {
        return classes;
    }

    /**
     * Returns the tenant model: the one entity that extends {@link AbstractTenant}, or the one that all such entities
     * extend.
     *
     * @throws TenantModelException if there is none or more than one
     */
    Class<? extends AbstractTenant> tenantModel() {
        List<Class<? extends AbstractTenant>> roots = tenantModels();
        if (roots.size() != 1) {
            throw new TenantModelException(roots);
        }
        return roots.get(0);
    }

    /** Returns the entities that extend {@link AbstractTenant} and no other entity. */
    List<Class<? extends AbstractTenant>> tenantModels() {
        return classes.stream()
                .filter(AbstractTenant.class::isAssignableFrom)
                .filter(EntityClasses::isRoot)
                .<Class<? extends AbstractTenant>>map(each -> each.asSubclass(AbstractTenant.class))
                .toList();
    }

    private static boolean isRoot(Class<?> entity) {
        for (Class<?> type = entity.getSuperclass(); type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(Entity.class)) {
                return false;
            }
        }
        return !Modifier.isInterface(entity.getModifiers());
    }
}
