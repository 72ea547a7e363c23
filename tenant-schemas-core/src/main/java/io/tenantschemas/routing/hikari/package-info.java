/**
 * Routing over HikariCP: {@link io.tenantschemas.routing.hikari.HikariRetirement} takes connections out of its pools.
 */
@NullMarked
package io.tenantschemas.routing.hikari;

import org.jspecify.annotations.NullMarked;
