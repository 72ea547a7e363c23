@NullMarked
package io.tenantschemas.migrate;

import org.jspecify.annotations.NullMarked;
