package io.tenantschemas.cache.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.hibernate.mapping.Formula;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.RootClass;
import org.hibernate.mapping.Value;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopes;

/**
 * Looks for SQL of the application's own in shared entities that are cached. Tables in it are found by the search path, so
 * what it reads is one tenant's, and the cache would hand it to all.
 */
final class CachedMappingCheck {

    private static final Pattern QUERY = Pattern.compile("\\bselect\\b", Pattern.CASE_INSENSITIVE);

    private final EntityScopes scopes;

    private final List<EntityProblem> problems = new ArrayList<>();

    CachedMappingCheck(EntityScopes scopes) {
        this.scopes = scopes;
    }

    List<EntityProblem> problems(
            Collection<PersistentClass> entities, Collection<org.hibernate.mapping.Collection> collections) {
        entities.stream()
                .filter(entity -> isShared(entity) && isCached(entity.getRootClass()))
                .forEach(this::check);
        collections.stream()
                .filter(collection ->
                        isShared(collection.getOwner()) && collection.getCacheConcurrencyStrategy() != null)
                .forEach(this::check);
        return List.copyOf(problems);
    }

    private boolean isShared(PersistentClass entity) {
        return entity.getMappedClass() != null && scopes.isShared(entity.getMappedClass());
    }

    private static boolean isCached(RootClass root) {
        return root.isCached() || root.getNaturalIdCacheRegionName() != null;
    }

    private void check(PersistentClass entity) {
        entity.getProperties().forEach(property -> check(entity, property));
        entity.getJoins().forEach(join -> join.getProperties().forEach(property -> check(entity, property)));
        if (entity instanceof RootClass root) {
            check(entity, "restriction", root.getWhere());
            check(entity, "discriminator", root.getDiscriminator());
        }
        check(entity, "subselect", entity.getTable().getSubselect());
        if (entity.getLoaderName() != null) {
            report(entity, "SQL for loading", "");
        }
    }

    private void check(PersistentClass entity, Property property) {
        check(entity, "attribute '%s'".formatted(property.getName()), property.getValue());
    }

    private void check(org.hibernate.mapping.Collection collection) {
        PersistentClass owner = collection.getOwner();
        String name = "collection '%s'"
                .formatted(collection.getRole().substring(collection.getRole().lastIndexOf('.') + 1));
        check(owner, name, collection.getWhere());
        check(owner, name, collection.getManyToManyWhere());
        check(owner, name, collection.getElement());
        check(owner, name, collection instanceof IndexedCollection indexed ? indexed.getIndex() : null);
        if (collection.getLoaderName() != null) {
            report(owner, name, "");
        }
    }

    private void check(PersistentClass entity, String part, @Nullable Value value) {
        if (value != null && value.hasFormula()) {
            value.getSelectables().stream()
                    .filter(Formula.class::isInstance)
                    .forEach(formula -> check(entity, part, ((Formula) formula).getFormula()));
        }
    }

    private void check(PersistentClass entity, String part, @Nullable String sql) {
        if (sql != null && QUERY.matcher(sql).find()) {
            report(entity, part, " (%s)".formatted(sql.strip().toLowerCase(Locale.ROOT)));
        }
    }

    private void report(PersistentClass entity, String part, String sql) {
        problems.add(new EntityProblem(
                entity.getEntityName(),
                "is shared and cached, so that all tenants see what was read for the first, but its %s has a query of its own%s."
                        .formatted(part, sql),
                "Do not cache it (remove @Cacheable and @Cache), or read that part with a query of its own."));
    }
}
