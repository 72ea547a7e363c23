/**
 * Routing over HikariCP: {@link io.tenantschemas.routing.hikari.HikariRetirement} takes connections out of its pools,
 * {@link io.tenantschemas.routing.hikari.HikariIdleConnections} lets them be chosen.
 */
@NullMarked
package io.tenantschemas.routing.hikari;

import org.jspecify.annotations.NullMarked;
