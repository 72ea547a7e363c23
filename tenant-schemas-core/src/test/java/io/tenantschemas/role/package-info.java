@NullMarked
package io.tenantschemas.role;

import org.jspecify.annotations.NullMarked;
