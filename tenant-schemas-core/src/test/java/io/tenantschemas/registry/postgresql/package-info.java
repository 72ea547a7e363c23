@NullMarked
package io.tenantschemas.registry.postgresql;

import org.jspecify.annotations.NullMarked;
