package io.tenantschemas.migrate;

import org.jspecify.annotations.Nullable;

/**
 * A migration that a schema has not been through yet.
 *
 * @param version its version, or null for a repeatable one
 * @param description what its name says
 * @param script its file, relative to the location in which it was found, or its class
 * @param transactional whether it can run inside a transaction
 */
public record PendingMigration(@Nullable String version, String description, String script, boolean transactional) {}
