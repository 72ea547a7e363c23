package io.tenantschemas.migrate.flyway;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.flyway.SchemaHistory.Row;

/**
 * What Flyway did with a schema that had a certain history, and would do with any other that has.
 *
 * @param steps the migrations that it ran, in their order; none if there was nothing to do
 * @param from the version before, or null when there was none
 * @param to the version afterwards, or null when only repeatable migrations have ever run
 */
record KnownWay(
        List<Step> steps, @Nullable String from, @Nullable String to) {

    /** Flyway's name for migrations of SQL. */
    static final String SQL = "SQL";

    /** One that is Flyway's to go. */
    static final KnownWay LONG = new KnownWay(List.of(), null, "long");

    static KnownWay of(List<Step> steps, Done done) {
        return done instanceof Migrated migrated
                ? new KnownWay(steps, migrated.from(), migrated.to())
                : new KnownWay(steps, ((UpToDate) done).version(), ((UpToDate) done).version());
    }

    /** Returns what has become of a schema that was taken this way, of which there was something to do. */
    Migrated done(MigrationTarget target, Duration duration) {
        return new Migrated(target, from, to, steps.size(), duration);
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isLong() {
        return this == LONG;
    }

    /** Returns whether it is certain that the migrations themselves leave nothing in the session. */
    boolean leavesNothing() {
        return steps.stream().allMatch(step -> step.plain().leavesNothing());
    }

    /** Returns whether it is certain that nothing is left in that session; null is one that is not known. */
    boolean leavesNothingIn(@Nullable MigrationSession session) {
        return session != null && !session.hasEventTriggers() && leavesNothing();
    }

    /**
     * A migration.
     *
     * @param version its version, or null for a repeatable one
     * @param description what its name says
     * @param script its file
     * @param checksum what its file holds, as Flyway reckons it for one of the tenants
     * @param plain its statements
     */
    record Step(
            @Nullable String version,
            String description,
            String script,
            @Nullable Integer checksum,
            PlainScript plain) {

        static Step of(MigrationInfoImpl migration, PlainScript plain) {
            MigrationVersion version = migration.getVersion();
            return new Step(
                    version == null ? null : version.toString(),
                    migration.getDescription(),
                    migration.getScript(),
                    migration.getResolvedMigration().getChecksum(),
                    plain);
        }

        /**
         * Returns its row in the history.
         *
         * @param checksums those that depend on the tenant
         */
        Row row(int rank, Map<String, Integer> checksums) {
            return new Row(rank, version, description, SQL, script, checksums.getOrDefault(script, checksum), true);
        }
    }
}
