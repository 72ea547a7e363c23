/** A marked package. */
@NullMarked
@TenantScoped
package io.tenantschemas.entity.scoped.tenant;

import org.jspecify.annotations.NullMarked;

import io.tenantschemas.entity.TenantScoped;
