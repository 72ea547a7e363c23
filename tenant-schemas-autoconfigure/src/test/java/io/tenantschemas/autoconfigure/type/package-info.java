@NullMarked
package io.tenantschemas.autoconfigure.type;

import org.jspecify.annotations.NullMarked;
