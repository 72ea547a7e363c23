package io.tenantschemas.routing.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.hibernate.boot.models.spi.GlobalRegistrations;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScope;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.tenant.InvalidTypeNameException;
import io.tenantschemas.tenant.Quoted;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** Looks for mappings that cannot be divided among the public schema and tenants. */
final class EntityMappingCheck {

    private static final Set<EntityScope> SHARED = Set.of(EntityScope.SHARED);

    private final TenantMapping mapping;

    private final EntityScopes scopes;

    private final Map<String, PersistentClass> entities;

    private final EntityTables tables;

    private final NamedGenerators generators;

    private final List<EntityProblem> problems = new ArrayList<>();

    EntityMappingCheck(
            TenantMapping mapping,
            Map<String, PersistentClass> entities,
            EntityTables tables,
            GlobalRegistrations registrations) {
        this.mapping = mapping;
        this.scopes = mapping.scopes();
        this.entities = entities;
        this.tables = tables;
        this.generators = new NamedGenerators(registrations);
    }

    List<EntityProblem> problems(Map<String, Object> settings) {
        // Hibernate would qualify what is not qualified with these, which is all that belongs to tenants.
        checkUnset(settings, AvailableSettings.DEFAULT_SCHEMA);
        checkUnset(settings, AvailableSettings.DEFAULT_CATALOG);
        entities.values().forEach(this::check);
        return List.copyOf(problems);
    }

    private void checkUnset(Map<String, Object> settings, String name) {
        Object value = settings.get(name);
        if (value != null && !value.toString().isEmpty()) {
            problems.add(new EntityProblem(
                    name,
                    "is set to '%s', so that all tenants would have the same tables.".formatted(value),
                    "Remove spring.jpa.properties.%s from the application's properties.".formatted(name)));
        }
    }

    private void check(PersistentClass entity) {
        Class<?> type = entity.getMappedClass();
        if (type == null) {
            report(entity, "has no class, so that no annotation can say whose it is.", "Map a class.");
            return;
        }
        Set<EntityScope> scope = scopes.of(type);
        if (AbstractTenant.class.isAssignableFrom(type) && !scope.equals(SHARED)) {
            reportTenantModel(entity);
        } else if (scope.isEmpty()) {
            reportUnmarked(entity);
        } else {
            checkMarked(entity, type, scope);
        }
    }

    private void reportTenantModel(PersistentClass entity) {
        report(
                entity,
                "is the tenant model, of which there is one table for all, but it is not marked as shared.",
                "Put @Shared on %s, and nothing else.".formatted(simple(entity)));
    }

    private void reportUnmarked(PersistentClass entity) {
        report(
                entity,
                "is marked neither as shared nor as tenant-scoped.",
                "Put @TenantScoped (one table per tenant) or @Shared (one table in schema '%s') on the class or its package;"
                                .formatted(mapping.publicSchema())
                        + " for an entity of a library, list its package under tenant-schemas.entities.shared-packages or"
                        + " tenant-schemas.entities.tenant-packages.");
    }

    private void checkMarked(PersistentClass entity, Class<?> type, Set<EntityScope> scope) {
        checkHierarchy(entity, type, scope);
        if (scope.contains(EntityScope.SHARED) && !scopes.namedTypes(type).isEmpty()) {
            reportSharedWithTypes(entity);
        } else if (scope.equals(SHARED)) {
            EntityReferences.of(entity)
                    .forEach((attribute, others) -> others.forEach(each -> checkReference(entity, attribute, each)));
            generators.withoutSchema(type).forEach(generator -> reportGenerator(entity, generator));
        } else {
            tables.of(entity).forEach(table -> checkTable(entity, table));
            if (checkTypes(entity, type)) {
                EntityReferences.of(entity)
                        .forEach((attribute, others) ->
                                others.forEach(each -> checkTypesOfReference(entity, type, attribute, each)));
            }
        }
    }

    // Where names are qualified instead of looked up along the search path, tenants of other types would miss it.
    private void reportSharedWithTypes(PersistentClass entity) {
        report(
                entity,
                "is shared and also meant for tenants of some types, so that it would depend on the routing whose table the others use.",
                "Mark %s with @Shared and @TenantScoped without types, or with one of them.".formatted(simple(entity)));
    }

    /** Returns whether there are all types of tenants that the entity is meant for. */
    private boolean checkTypes(PersistentClass entity, Class<?> type) {
        List<String> unknown = scopes.namedTypes(type).stream()
                .filter(name -> !isKnown(name))
                .sorted()
                .toList();
        unknown.forEach(name -> report(
                entity,
                "is meant for tenants of type %s, which the application does not have.".formatted(Quoted.text(name)),
                UnknownTypeException.describe(mapping.types())));
        return unknown.isEmpty();
    }

    private boolean isKnown(String type) {
        try {
            return mapping.types().contains(TypeName.of(type));
        } catch (InvalidTypeNameException malformed) {
            return false;
        }
    }

    private void checkTypesOfReference(PersistentClass entity, Class<?> type, String attribute, String name) {
        PersistentClass referenced = entities.get(name);
        Class<?> other = referenced == null ? null : referenced.getMappedClass();
        if (referenced == null
                || other == null
                || !scopes.isTenantScoped(other)
                || !scopes.namedTypes(other).stream().allMatch(this::isKnown)) {
            return;
        }
        Set<TypeName> its = scopes.types(type);
        Set<TypeName> others = scopes.types(other);
        if (!others.isEmpty() && (its.isEmpty() || !others.containsAll(its))) {
            report(
                    entity,
                    "belongs to %s, but its attribute '%s' refers to %s, which belongs to %s only."
                            .formatted(owners(its), attribute, name, owners(others)),
                    "Mark %s for the same types of tenants, or %s for others as well, or keep an identifier instead of the reference."
                            .formatted(simple(entity), simple(referenced)));
        }
    }

    private static String owners(Set<TypeName> types) {
        return types.isEmpty()
                ? "all tenants"
                : types.stream().map(TypeName::value).collect(Collectors.joining(", ", "tenants of type ", ""));
    }

    private void checkHierarchy(PersistentClass entity, Class<?> type, Set<EntityScope> scope) {
        Class<?> root = entity.getRootClass().getMappedClass();
        if (root != null
                && !(scope.equals(scopes.of(root))
                        && inLowerCase(scopes.namedTypes(type)).equals(inLowerCase(scopes.namedTypes(root))))) {
            report(
                    entity,
                    "is marked otherwise than %s, which it extends.".formatted(root.getName()),
                    "Mark the whole hierarchy alike, best on its root alone.");
        }
    }

    // Not as types: some may be none, which is reported by itself.
    private static Set<String> inLowerCase(Set<String> types) {
        return types.stream().map(type -> type.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private void checkReference(PersistentClass entity, String attribute, String name) {
        PersistentClass referenced = entities.get(name);
        Class<?> type = referenced == null ? null : referenced.getMappedClass();
        if (referenced != null && type != null && scopes.of(type).contains(EntityScope.TENANT)) {
            report(
                    entity,
                    "is shared, but its attribute '%s' refers to %s, which %s."
                            .formatted(
                                    attribute,
                                    name,
                                    scopes.isTenantScoped(type)
                                            ? "each tenant has for itself"
                                            : "tenants have too, so that the search path would decide which is meant"),
                    "Mark %s as @TenantScoped, or %s as @Shared, or keep an identifier instead of the reference."
                            .formatted(simple(entity), simple(referenced)));
        }
    }

    private void reportGenerator(PersistentClass entity, String generator) {
        report(
                entity,
                "is shared, but its %s has no schema.".formatted(generator),
                "Add schema = \"%s\" to the %s."
                        .formatted(mapping.publicSchema(), generator.substring(0, generator.indexOf('('))));
    }

    private void checkTable(PersistentClass entity, Table table) {
        if (table.getSchema() != null || table.getCatalog() != null) {
            report(
                    entity,
                    "is not shared, but its table '%s' is mapped to %s, the same for all tenants."
                            .formatted(table.getName(), place(table)),
                    "Remove schema and catalog from the mapping of %s, or mark it as @Shared."
                            .formatted(simple(entity)));
        }
        tables.owners(table).stream()
                .filter(owner -> owner.getMappedClass() != null && scopes.isShared(owner.getMappedClass()))
                .findFirst()
                .ifPresent(owner -> reportCommonTable(entity, table, owner));
    }

    private static String place(Table table) {
        return table.getSchema() != null
                ? "schema '%s'".formatted(table.getSchema())
                : "catalog '%s'".formatted(table.getCatalog());
    }

    private void reportCommonTable(PersistentClass entity, Table table, PersistentClass owner) {
        report(
                entity,
                "is not shared, but its table '%s' is also that of %s, which is shared."
                        .formatted(table.getName(), owner.getEntityName()),
                "Give one of them a table of another name, or mark both alike.");
    }

    private void report(PersistentClass entity, String problem, String fix) {
        problems.add(new EntityProblem(entity.getEntityName(), problem, fix));
    }

    private static String simple(PersistentClass entity) {
        String name = entity.getEntityName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
