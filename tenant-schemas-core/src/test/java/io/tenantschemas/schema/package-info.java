@NullMarked
package io.tenantschemas.schema;

import org.jspecify.annotations.NullMarked;
