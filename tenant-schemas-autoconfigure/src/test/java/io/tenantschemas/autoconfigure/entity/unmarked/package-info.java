@NullMarked
package io.tenantschemas.autoconfigure.entity.unmarked;

import org.jspecify.annotations.NullMarked;
