/** A package that says nothing. */
@NullMarked
package io.tenantschemas.entity.scoped.unmarked.below;

import org.jspecify.annotations.NullMarked;
