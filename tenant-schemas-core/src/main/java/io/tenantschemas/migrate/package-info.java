/**
 * How schemas are kept up to date. {@link io.tenantschemas.migrate.TenantMigrator} brings the shared schema and then every
 * tenant's up to date and reports on each; a {@link io.tenantschemas.migrate.SchemaMigrator} knows how one schema is
 * migrated. Afterwards {@link io.tenantschemas.migrate.FallThroughCheck} makes sure that no tenant can read past its own
 * tables.
 */
@NullMarked
package io.tenantschemas.migrate;

import org.jspecify.annotations.NullMarked;
