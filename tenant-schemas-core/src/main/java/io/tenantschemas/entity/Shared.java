package io.tenantschemas.entity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an entity, or all entities of a package, as shared: one table in the public schema, which every tenant sees.
 *
 * <p>On a package it stands in {@code package-info.java} and holds for that package alone, not for those below; an
 * annotation on a class wins over the one on its package. All that belongs to the entity is qualified with the public
 * schema: its tables, sequences, collection, join and secondary tables. An entity that is {@link TenantScoped} as well
 * exists in both places, and the search path decides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface Shared {}
