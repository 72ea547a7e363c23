package io.tenantschemas.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationPredicates;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/** The two kinds of host that an application has. */
enum Site {

    /** Bound to the shared tables, or to the tenant whose schema is the public one. */
    PUBLIC,

    /** Bound to any other tenant. */
    TENANT;

    /** Returns the site that the calling thread is bound to, or empty when nothing is bound. */
    static Optional<Site> current(SchemaName publicSchema) {
        TenantBinding binding = TenantContext.binding();
        if (!binding.isBound()) {
            return Optional.empty();
        }
        return Optional.of(binding.schema(publicSchema).equals(publicSchema) ? PUBLIC : TENANT);
    }

    /** Returns whether the calling thread serves a tenant's host. */
    static boolean isTenants(SchemaName publicSchema) {
        return current(publicSchema).filter(TENANT::equals).isPresent();
    }

    /**
     * Returns the only site on which {@code method} is served, or empty when it is served everywhere.
     *
     * @throws AmbiguousSiteException if an element is marked for both
     */
    static Optional<Site> of(Method method, Class<?> handlerType) {
        return of(method).or(() -> of(handlerType));
    }

    private static Optional<Site> of(AnnotatedElement element) {
        List<Class<? extends Annotation>> sites =
                MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).stream()
                        .filter(MergedAnnotationPredicates.typeIn(PublicSite.class, TenantSite.class))
                        // What is nearer wins: the class before its superclass.
                        .filter(MergedAnnotationPredicates.firstRunOf(MergedAnnotation::getAggregateIndex))
                        .<Class<? extends Annotation>>map(MergedAnnotation::getType)
                        .distinct()
                        .toList();
        if (sites.size() > 1) {
            throw new AmbiguousSiteException(element);
        }
        return sites.stream()
                .map(site -> site == PublicSite.class ? PUBLIC : TENANT)
                .findFirst();
    }
}
