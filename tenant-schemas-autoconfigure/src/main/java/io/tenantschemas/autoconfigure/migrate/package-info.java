/**
 * Migrating in a Spring Boot application: Flyway for the shared schema and for tenants, and what start-up does with it
 * before anything else uses the database.
 */
@NullMarked
package io.tenantschemas.autoconfigure.migrate;

import org.jspecify.annotations.NullMarked;
