@NullMarked
package io.tenantschemas.autoconfigure.entity.sequences;

import org.jspecify.annotations.NullMarked;
