@NullMarked
package io.tenantschemas.autoconfigure.entity.none;

import org.jspecify.annotations.NullMarked;
