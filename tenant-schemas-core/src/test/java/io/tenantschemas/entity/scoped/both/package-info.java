/** A marked package. */
@NullMarked
@Shared
@TenantScoped
package io.tenantschemas.entity.scoped.both;

import org.jspecify.annotations.NullMarked;

import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
