/** A package that says nothing. */
@NullMarked
package io.tenantschemas.entity.scoped.unmarked;

import org.jspecify.annotations.NullMarked;
