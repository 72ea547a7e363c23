package io.tenantschemas.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationPredicates;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/**
 * The only hosts on which a controller or a route is served.
 *
 * @param site of which kind they are
 * @param types of tenants of which types, in lower case and otherwise as they are written; if there are none here, of all
 */
record ServedSite(Site site, Set<String> types) {

    /**
     * Returns where {@code method} is served, or empty when it is served everywhere.
     *
     * @throws AmbiguousSiteException if an element is marked for both sites
     */
    static Optional<ServedSite> of(Method method, Class<?> handlerType) {
        return of(method).or(() -> of(handlerType));
    }

    /**
     * Returns where {@code element} says that it is served, or empty when it says nothing.
     *
     * @throws AmbiguousSiteException if it is marked for both sites
     */
    static Optional<ServedSite> of(AnnotatedElement element) {
        List<MergedAnnotation<Annotation>> marks =
                MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).stream()
                        .filter(MergedAnnotationPredicates.typeIn(PublicSite.class, TenantSite.class))
                        // What is nearer wins: the class before its superclass.
                        .filter(MergedAnnotationPredicates.firstRunOf(MergedAnnotation::getAggregateIndex))
                        .toList();
        if (marks.stream().map(MergedAnnotation::getType).distinct().count() > 1) {
            throw new AmbiguousSiteException(element);
        }
        return marks.stream().findFirst().map(ServedSite::of);
    }

    private static ServedSite of(MergedAnnotation<Annotation> mark) {
        return mark.getType().isAssignableFrom(PublicSite.class) ? ofPublic() : ofTenants(mark.getStringArray("types"));
    }

    /** Returns the hosts of the main site. */
    static ServedSite ofPublic() {
        return new ServedSite(Site.PUBLIC, Set.of());
    }

    /**
     * Returns the hosts of tenants.
     *
     * @param types of which types, in whatever case; none for those of all
     */
    static ServedSite ofTenants(String... types) {
        return new ServedSite(
                Site.TENANT,
                Arrays.stream(types)
                        .map(type -> type.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * Checks that there are such tenants.
     *
     * @param existing the types that there are
     * @param user what is served there, for the message
     * @throws UnknownTypeException if one of the types is none of these
     */
    void refuseUnknown(Set<TypeName> existing, String user) {
        types.stream()
                .filter(name -> existing.stream().noneMatch(type -> type.value().equals(name)))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new UnknownTypeException(user, unknown, existing);
                });
    }

    /** Returns whether the calling thread serves one of these hosts. */
    boolean isCurrent(SchemaName publicSchema) {
        return Site.current(publicSchema).filter(site::equals).isPresent()
                && (types.isEmpty() || currentType().filter(types::contains).isPresent());
    }

    private static Optional<String> currentType() {
        return TenantContext.binding().tenant().flatMap(tenant -> tenant.type().map(TypeName::value));
    }

    /** Returns whether there is a type that both are for in particular. */
    boolean overlaps(ServedSite other) {
        return site == other.site && types.stream().anyMatch(other.types::contains);
    }

    /** Returns how particular it is: what is for some tenants comes before what is for all of them. */
    int rank() {
        return types.isEmpty() ? 1 : 2;
    }
}
