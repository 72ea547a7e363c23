/**
 * How an application's entities say whose they are: {@link io.tenantschemas.entity.Shared} or
 * {@link io.tenantschemas.entity.TenantScoped}. The tenant model itself, one shared entity of the application, extends
 * {@link io.tenantschemas.entity.AbstractTenant}.
 */
@NullMarked
package io.tenantschemas.entity;

import org.jspecify.annotations.NullMarked;
