/**
 * Migrating with Flyway. {@link io.tenantschemas.migrate.flyway.FlywaySchemaMigrator} runs it for one schema, on a connection
 * of its own or inside the caller's transaction; each schema has its own {@code flyway_schema_history}.
 */
@NullMarked
package io.tenantschemas.migrate.flyway;

import org.jspecify.annotations.NullMarked;
