package io.tenantschemas.entity;

import java.lang.reflect.AnnotatedElement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Says whose an entity is.
 *
 * <p>Asked in this order: the annotations on the class, the entity that it extends if that is in the same package, its
 * package's annotations, the entity that it extends wherever that is, the mapped superclasses that it extends, the packages
 * that the application lists for entities of others (with the packages below them), and the default. So an entity in a
 * marked package that extends one that is marked otherwise contradicts it, instead of silently being something else than
 * its package says.
 */
public final class EntityScopes {

    private final List<String> sharedPackages;

    private final List<String> tenantPackages;

    private final Set<EntityScope> defaults;

    /**
     * Creates a classification.
     *
     * @param sharedPackages packages whose entities are shared unless they say otherwise
     * @param tenantPackages packages whose entities belong to tenants unless they say otherwise
     * @param defaultScope what an entity is of which nothing is known, or null for nothing
     */
    public EntityScopes(List<String> sharedPackages, List<String> tenantPackages, @Nullable EntityScope defaultScope) {
        this.sharedPackages = List.copyOf(sharedPackages);
        this.tenantPackages = List.copyOf(tenantPackages);
        this.defaults = defaultScope == null ? Set.of() : Set.of(defaultScope);
    }

    /** Returns whose the entity is: one scope, both, or none when nothing is known of it. */
    public Set<EntityScope> of(Class<?> entity) {
        Set<EntityScope> own = annotationsOf(entity);
        if (!own.isEmpty()) {
            return own;
        }
        Class<?> parent = parentEntity(entity);
        if (parent != null && ClassUtils.getPackageName(parent).equals(ClassUtils.getPackageName(entity))) {
            return of(parent);
        }
        Set<EntityScope> ofPackage = annotationsOfPackage(entity);
        if (!ofPackage.isEmpty()) {
            return ofPackage;
        }
        return parent != null ? of(parent) : ofOrigin(entity);
    }

    /** Returns whether the entity has one table for all, and only that. */
    public boolean isShared(Class<?> entity) {
        return of(entity).equals(Set.of(EntityScope.SHARED));
    }

    /** Returns whether the entity has a table in each tenant's schema, and only there. */
    public boolean isTenantScoped(Class<?> entity) {
        return of(entity).equals(Set.of(EntityScope.TENANT));
    }

    private Set<EntityScope> ofOrigin(Class<?> entity) {
        Set<EntityScope> ofSuperclass = annotationsOfSuperclasses(entity);
        if (!ofSuperclass.isEmpty()) {
            return ofSuperclass;
        }
        Set<EntityScope> listed = listed(ClassUtils.getPackageName(entity));
        return listed.isEmpty() ? defaults : listed;
    }

    private static @Nullable Class<?> parentEntity(Class<?> entity) {
        for (Class<?> type = entity.getSuperclass(); type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(jakarta.persistence.Entity.class)) {
                return type;
            }
        }
        return null;
    }

    private static Set<EntityScope> annotationsOfPackage(Class<?> entity) {
        Package ofEntity = entity.getPackage();
        return ofEntity == null ? Set.of() : annotationsOf(ofEntity);
    }

    private static Set<EntityScope> annotationsOfSuperclasses(Class<?> entity) {
        for (Class<?> type = entity.getSuperclass(); type != null; type = type.getSuperclass()) {
            Set<EntityScope> scopes = annotationsOf(type);
            if (!scopes.isEmpty()) {
                return scopes;
            }
        }
        return Set.of();
    }

    private static Set<EntityScope> annotationsOf(AnnotatedElement element) {
        Set<EntityScope> scopes = EnumSet.noneOf(EntityScope.class);
        if (AnnotatedElementUtils.isAnnotated(element, Shared.class)) {
            scopes.add(EntityScope.SHARED);
        }
        if (AnnotatedElementUtils.isAnnotated(element, TenantScoped.class)) {
            scopes.add(EntityScope.TENANT);
        }
        return scopes;
    }

    // The nearest package counts, so that one below a listed one can be told otherwise.
    private Set<EntityScope> listed(String packageName) {
        Set<EntityScope> scopes = EnumSet.noneOf(EntityScope.class);
        if (sharedPackages.contains(packageName)) {
            scopes.add(EntityScope.SHARED);
        }
        if (tenantPackages.contains(packageName)) {
            scopes.add(EntityScope.TENANT);
        }
        int end = packageName.lastIndexOf('.');
        return scopes.isEmpty() && end > 0 ? listed(packageName.substring(0, end)) : scopes;
    }
}
