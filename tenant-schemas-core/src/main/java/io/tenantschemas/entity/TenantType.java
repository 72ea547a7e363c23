package io.tenantschemas.entity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the attribute of the tenant model that says of which type a tenant is, and so which migrations, entities and controllers it
 * has besides those that all tenants have: those of {@code db/tenant-premium}, for example, with {@code @TenantScoped(types =
 * "premium")} and {@code @TenantSite(types = "premium")}.
 *
 * <p>One field or getter of the entity that extends {@link AbstractTenant}, or of a mapped superclass of it: an enum that is stored by
 * name ({@code @Enumerated(EnumType.STRING)}), whose constants are the types, or a {@code String}, for which {@code
 * tenant-schemas.tenant-types} lists them. Types are written in lower case, {@code PREMIUM} as {@code premium}. A tenant whose
 * attribute is null has no type, and only what all tenants have.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface TenantType {}
