/**
 * Migrating many tenants, and making new ones: {@link io.tenantschemas.benchmarks.migration.MigrationMeasurement} lets the
 * library, a loop with Flyway and several {@code psql} do the same.
 */
@NullMarked
package io.tenantschemas.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
