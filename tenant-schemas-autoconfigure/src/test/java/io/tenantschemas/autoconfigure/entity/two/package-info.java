@NullMarked
package io.tenantschemas.autoconfigure.entity.two;

import org.jspecify.annotations.NullMarked;
