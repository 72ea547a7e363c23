package io.tenantschemas.web;

import java.lang.reflect.AnnotatedElement;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a controller, or a method of one, is marked for both sites, so that none could serve it, or two for one type. */
public final class AmbiguousSiteException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient AnnotatedElement element;

    AmbiguousSiteException(AnnotatedElement element) {
        super(
                ("%s has both @PublicSite and @TenantSite, so that no site could serve it. Remove one of them, or both if it is"
                                + " meant for every site.")
                        .formatted(element));
        this.element = element;
    }

    AmbiguousSiteException(AnnotatedElement element, AnnotatedElement other) {
        super("%s and %s are for the same requests of tenants of one type. Let each type be named by one of them only."
                .formatted(element, other));
        this.element = element;
    }

    /** Returns the class or method. */
    public AnnotatedElement element() {
        return element;
    }
}
