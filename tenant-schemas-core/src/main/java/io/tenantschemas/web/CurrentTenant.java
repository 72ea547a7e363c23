package io.tenantschemas.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller's argument that receives the tenant of the request.
 *
 * <p>A {@link io.tenantschemas.tenant.Tenant} costs nothing. The application's own tenant entity costs one load, done anew
 * for each argument. The argument may be an {@link java.util.Optional} of either, or {@code @Nullable}.
 *
 * <p>Where no tenant is bound, as on a public host that is no tenant's, an optional argument is empty. A required one is
 * answered with 404: the page is one that only tenants have. The same holds for an entity whose row has gone.
 */
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CurrentTenant {}
