/** Entities with associations that are read late. */
@NullMarked
package io.tenantschemas.autoconfigure.routing.outlived;

import org.jspecify.annotations.NullMarked;
