package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** How it went for one schema. */
public sealed interface SchemaMigrationResult {

    /** Returns the schema. */
    MigrationTarget target();

    /** The schema has been through all its migrations. */
    sealed interface Done extends SchemaMigrationResult permits Migrated, UpToDate {}

    /**
     * The schema was behind and is not any more.
     *
     * @param target the schema
     * @param from the version before, or null when there was none
     * @param to the version now, or null when only repeatable migrations have ever run
     * @param count the number of migrations that ran
     * @param duration how long it took
     */
    record Migrated(
            MigrationTarget target,
            @Nullable String from,
            @Nullable String to,
            int count,
            Duration duration) implements Done {}

    /**
     * There was nothing to do.
     *
     * @param target the schema
     * @param version its version, or null when there is none
     */
    record UpToDate(MigrationTarget target, @Nullable String version) implements Done {}

    /**
     * The schema is behind and was left so, because only a list was asked for.
     *
     * @param target the schema
     * @param version its version, or null when there is none
     * @param migrations what it has not been through, in order, at least one
     */
    record Pending(MigrationTarget target, @Nullable String version, List<PendingMigration> migrations)
            implements SchemaMigrationResult {

        /** Copies the list. */
        public Pending {
            migrations = List.copyOf(migrations);
        }
    }

    /**
     * A migration failed, or the schema cannot be migrated at all.
     *
     * @param target the schema
     * @param failure what is known of it
     */
    record Failed(MigrationTarget target, MigrationFailure failure) implements SchemaMigrationResult {}

    /**
     * The schema was left alone because of what happened to another one.
     *
     * @param target the schema
     */
    record NotTried(MigrationTarget target) implements SchemaMigrationResult {}
}
