@NullMarked
package io.tenantschemas.autoconfigure.entity.both;

import org.jspecify.annotations.NullMarked;
