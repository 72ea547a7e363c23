@NullMarked
package io.tenantschemas.migrate.flyway.scanned;

import org.jspecify.annotations.NullMarked;
