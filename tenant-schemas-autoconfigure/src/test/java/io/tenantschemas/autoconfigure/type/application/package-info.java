/** An application whose customers are of two types. */
@NullMarked
package io.tenantschemas.autoconfigure.type.application;

import org.jspecify.annotations.NullMarked;
