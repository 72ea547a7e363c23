/**
 * Whether what is in the database fits together: {@link io.tenantschemas.inspect.SchemaInspection} compares the rows of tenants,
 * their schemas, their histories of migrations and the application's model with each other, and mends what loses nothing. What
 * it finds are {@link io.tenantschemas.inspect.Finding}s, each with what a person has to do about it.
 */
@NullMarked
package io.tenantschemas.inspect;

import org.jspecify.annotations.NullMarked;
