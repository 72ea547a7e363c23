/** A marked package. */
@NullMarked
@Shared
package io.tenantschemas.entity.scoped.shared;

import org.jspecify.annotations.NullMarked;

import io.tenantschemas.entity.Shared;
