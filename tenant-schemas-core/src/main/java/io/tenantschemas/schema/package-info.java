/**
 * What a schema is made of: {@link io.tenantschemas.schema.SchemaCopy} makes another one of the same tables, views, routines and
 * whatever else there is. Knows of schemas as PostgreSQL's catalogue has them, and nothing of tenants.
 */
@NullMarked
package io.tenantschemas.schema;

import org.jspecify.annotations.NullMarked;
