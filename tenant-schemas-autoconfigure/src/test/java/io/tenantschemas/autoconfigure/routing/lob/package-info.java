/** An entity that is stored as a large object. */
@NullMarked
package io.tenantschemas.autoconfigure.routing.lob;

import org.jspecify.annotations.NullMarked;
