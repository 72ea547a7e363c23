/** What routing learns from PostgreSQL's own driver ({@link io.tenantschemas.routing.postgresql.DriverPathReports}). */
@NullMarked
package io.tenantschemas.routing.postgresql;

import org.jspecify.annotations.NullMarked;
