package io.tenantschemas.entity;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.tenantschemas.tenant.TypeName;

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
        return find(entity).scopes();
    }

    /**
     * Returns the types of tenants that have the entity, as its marks have them; none when all tenants have it, or when it is no
     * tenant's.
     */
    public Set<String> namedTypes(Class<?> entity) {
        return find(entity).types();
    }

    /**
     * Returns the same as what they are.
     *
     * @throws io.tenantschemas.tenant.InvalidTypeNameException if one of them cannot be a type
     */
    public Set<TypeName> types(Class<?> entity) {
        return namedTypes(entity).stream().map(TypeName::of).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether tenants of that type, or of none, have the entity if tenants have it at all. */
    public boolean isOfType(Class<?> entity, Optional<TypeName> type) {
        Set<TypeName> types = types(entity);
        return types.isEmpty() || type.filter(types::contains).isPresent();
    }

    private Marks find(Class<?> entity) {
        Marks own = annotationsOf(entity);
        if (!own.isEmpty()) {
            return own;
        }
        Class<?> parent = parentEntity(entity);
        if (parent != null && ClassUtils.getPackageName(parent).equals(ClassUtils.getPackageName(entity))) {
            return find(parent);
        }
        Marks ofPackage = annotationsOfPackage(entity);
        if (!ofPackage.isEmpty()) {
            return ofPackage;
        }
        return parent != null ? find(parent) : ofOrigin(entity);
    }

    /** Returns whether the entity has one table for all, and only that. */
    public boolean isShared(Class<?> entity) {
        return of(entity).equals(Set.of(EntityScope.SHARED));
    }

    /** Returns whether the entity has a table in each tenant's schema, and only there. */
    public boolean isTenantScoped(Class<?> entity) {
        return of(entity).equals(Set.of(EntityScope.TENANT));
    }

    private Marks ofOrigin(Class<?> entity) {
        Marks ofSuperclass = annotationsOfSuperclasses(entity);
        if (!ofSuperclass.isEmpty()) {
            return ofSuperclass;
        }
        Set<EntityScope> listed = listed(ClassUtils.getPackageName(entity));
        return Marks.without(listed.isEmpty() ? defaults : listed);
    }

    private static @Nullable Class<?> parentEntity(Class<?> entity) {
        for (Class<?> type = entity.getSuperclass(); type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(jakarta.persistence.Entity.class)) {
                return type;
            }
        }
        return null;
    }

    private static Marks annotationsOfPackage(Class<?> entity) {
        Package ofEntity = entity.getPackage();
        return ofEntity == null ? Marks.NONE : annotationsOf(ofEntity);
    }

    private static Marks annotationsOfSuperclasses(Class<?> entity) {
        for (Class<?> type = entity.getSuperclass(); type != null; type = type.getSuperclass()) {
            Marks marks = annotationsOf(type);
            if (!marks.isEmpty()) {
                return marks;
            }
        }
        return Marks.NONE;
    }

    private static Marks annotationsOf(AnnotatedElement element) {
        Set<EntityScope> scopes = EnumSet.noneOf(EntityScope.class);
        if (AnnotatedElementUtils.isAnnotated(element, Shared.class)) {
            scopes.add(EntityScope.SHARED);
        }
        TenantScoped ofTenants = AnnotatedElementUtils.getMergedAnnotation(element, TenantScoped.class);
        if (ofTenants == null) {
            return Marks.without(scopes);
        }
        scopes.add(EntityScope.TENANT);
        return new Marks(scopes, Set.copyOf(Arrays.asList(ofTenants.types())));
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

    /** What is said of an entity in one place. */
    private record Marks(Set<EntityScope> scopes, Set<String> types) {

        static final Marks NONE = without(Set.of());

        static Marks without(Set<EntityScope> scopes) {
            return new Marks(scopes, Set.of());
        }

        boolean isEmpty() {
            return scopes.isEmpty();
        }
    }
}
