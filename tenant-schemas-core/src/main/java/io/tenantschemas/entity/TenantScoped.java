package io.tenantschemas.entity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an entity, or all entities of a package, as belonging to tenants: one table in each tenant's schema.
 *
 * <p>On a package it stands in {@code package-info.java} and holds for that package alone, not for those below; an
 * annotation on a class wins over the one on its package. An entity that is {@link Shared} as well exists in both places,
 * and the search path decides.
 *
 * <p>It may also mark a Java migration that is a bean: tenants go through it then.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface TenantScoped {

    /** Returns the {@linkplain TenantType types} of the tenants that have it, in whatever case; if there are none here, all have it. */
    String[] types() default {};
}
