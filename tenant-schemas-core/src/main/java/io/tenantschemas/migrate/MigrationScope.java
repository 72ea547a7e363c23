package io.tenantschemas.migrate;

/** Which of the two sets of migrations is meant. */
public enum MigrationScope {

    /** The migrations of the shared schema. */
    SHARED,

    /** The migrations that every tenant's schema goes through. */
    TENANT
}
