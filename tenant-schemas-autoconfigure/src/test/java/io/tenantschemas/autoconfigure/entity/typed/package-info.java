@NullMarked
package io.tenantschemas.autoconfigure.entity.typed;

import org.jspecify.annotations.NullMarked;
