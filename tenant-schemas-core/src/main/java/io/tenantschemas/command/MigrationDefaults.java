package io.tenantschemas.command;

/**
 * What {@code migrate-schemas} does unless it is told otherwise.
 *
 * @param parallelism the number of tenants migrated at the same time
 * @param makesTenants whether it also makes tenants whose schemas are yet to be made, because nobody else does
 */
public record MigrationDefaults(int parallelism, boolean makesTenants) {

    /** What an application has whose tenants are made otherwise. */
    public MigrationDefaults(int parallelism) {
        this(parallelism, false);
    }
}
