@NullMarked
package io.tenantschemas.migrate.flyway;

import org.jspecify.annotations.NullMarked;
