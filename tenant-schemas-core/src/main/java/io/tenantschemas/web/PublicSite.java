package io.tenantschemas.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks controllers, or single methods of theirs, that are served on the main site only. Elsewhere the path is one that
 * does not exist, so that the same path may have another controller there with {@link TenantSite}. Of two controllers for one
 * path it comes before one for all hosts, whatever parameters, headers or media types each of them asks for.
 *
 * <p>On a method that makes a bean of type {@code RouterFunction}, or on the class of that method, it holds for all routes of that
 * bean; {@link SitePredicates} are for single ones. Those are asked in their order, whatever they are marked with.
 *
 * <p>Hosts of the main site are those listed as public ones, those of the tenant whose schema is the public one, and,
 * where the application wants it so, those that lead to no tenant. On a path that is served without asking for a tenant,
 * the controller does not exist either.
 *
 * <p>The annotation on a method wins over the one on its class; it may stand on an interface, a superclass or another
 * annotation, too. Both annotations on one element are refused when the application starts.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PublicSite {}
