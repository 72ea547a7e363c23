package io.tenantschemas.routing.hibernate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.OneToMany;
import org.hibernate.mapping.PersistentClass;
import org.jspecify.annotations.Nullable;

/**
 * Which class says whose an entity is, also where the entity has none: Hibernate Envers keeps former states of an entity in another
 * one, and of a collection, which it calls after these.
 */
public final class OwningClasses {

    private static final String PREFIX = "org.hibernate.envers.audit_table_prefix";

    private static final String SUFFIX = "org.hibernate.envers.audit_table_suffix";

    private final Map<String, Class<?>> classes = new HashMap<>();

    private final String prefix;

    private final String suffix;

    /**
     * Finds them.
     *
     * @param metadata all that is mapped
     * @param settings Hibernate's settings, in which names may have been changed
     */
    public OwningClasses(Metadata metadata, Map<String, ?> settings) {
        this.prefix = text(settings.get(PREFIX), "");
        this.suffix = text(settings.get(SUFFIX), "_AUD");
        metadata.getEntityBindings().forEach(entity -> add(entity.getEntityName(), entity));
        metadata.getCollectionBindings().forEach(this::add);
    }

    private static String text(@Nullable Object setting, String otherwise) {
        return setting == null ? otherwise : setting.toString();
    }

    private void add(Collection collection) {
        PersistentClass owner = collection.getOwner();
        if (collection.getElement() instanceof OneToMany many) {
            // There is a table between them for the former states only.
            add(unqualified(owner.getEntityName()) + "_" + unqualified(many.getReferencedEntityName()), owner);
        } else {
            add(collection.getCollectionTable().getName(), owner);
        }
    }

    private static String unqualified(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void add(String name, PersistentClass entity) {
        if (entity.getMappedClass() != null) {
            classes.putIfAbsent(name.toLowerCase(Locale.ROOT), entity.getMappedClass());
        }
    }

    /** Returns the class that says whose the entity is, or empty if none does. */
    public Optional<Class<?>> of(PersistentClass entity) {
        if (entity.getMappedClass() != null) {
            return Optional.of(entity.getMappedClass());
        }
        String name = entity.getEntityName();
        if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length() <= prefix.length() + suffix.length()) {
            return Optional.empty();
        }
        String audited = name.substring(prefix.length(), name.length() - suffix.length());
        return Optional.ofNullable(classes.get(audited.toLowerCase(Locale.ROOT)));
    }
}
