package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;

/** Flyway at work on one schema, in this library's terms. */
final class FlywayRun {

    private final MigrationTarget target;

    private final Flyway flyway;

    FlywayRun(MigrationTarget target, Flyway flyway) {
        this.target = target;
        this.flyway = flyway;
    }

    /** Returns a run on a connection of the migrator's own, where Flyway's rollback of an inner step is undone with the migration. */
    static FlywayRun on(Connection connection, MigrationTarget target, FlywayConfigurations configurations) {
        DataSource single = new SharedConnection(connection, () -> {});
        return new FlywayRun(target, new Flyway(configurations.of(target, single, false)));
    }

    Done migrate() {
        long start = System.nanoTime();
        MigrateResult result = flyway.migrate();
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        String from = result.initialSchemaVersion;
        if (result.migrationsExecuted == 0) {
            return new UpToDate(target, from);
        }
        String to = result.targetSchemaVersion == null ? from : result.targetSchemaVersion;
        return new Migrated(target, from, to, result.migrationsExecuted, duration);
    }

    /**
     * Returns what is to be done.
     *
     * @throws FlywayException if Flyway would refuse to migrate
     */
    SchemaMigrationResult pending() {
        if (flyway.getConfiguration().isValidateOnMigrate()) {
            validate();
        }
        MigrationInfoService info = flyway.info();
        List<PendingMigration> pending =
                Arrays.stream(info.pending()).map(FlywayRun::describe).toList();
        String version = version(info.current());
        return pending.isEmpty() ? new UpToDate(target, version) : new Pending(target, version, pending);
    }

    /**
     * Returns what would run, as the user of a connection.
     *
     * @throws FlywayException if a file cannot be read
     */
    List<PlannedMigration> plan(Connection connection) throws SQLException {
        MigrationTexts texts = MigrationTexts.of(flyway.getConfiguration(), connection);
        List<PlannedMigration> planned = new ArrayList<>();
        for (MigrationInfoImpl migration : pendingMigrations()) {
            String kind = migration.getType().name();
            planned.add(new PlannedMigration(
                    describe(migration),
                    kind,
                    KnownWay.SQL.equals(kind)
                            ? texts.find(migration.getScript()).orElse(null)
                            : null));
        }
        return planned;
    }

    /**
     * Returns whether something is to be done, or Flyway would refuse to migrate for another reason than that more was done than it
     * has files for.
     */
    boolean isBehind() {
        if (flyway.getConfiguration().isValidateOnMigrate()
                && !validateBut("*:pending", "*:missing", "*:future").validationSuccessful) {
            return true;
        }
        MigrationInfoService info = flyway.info();
        return Arrays.stream(info.pending()).anyMatch(pending -> !hasRun(pending, info))
                || Arrays.stream(info.all())
                        .map(MigrationInfo::getState)
                        .anyMatch(state -> state.isFailed() && state != MigrationState.FUTURE_FAILED);
    }

    /** Returns whether a repeatable migration has run as it is, and as a newer application has it after that. */
    private static boolean hasRun(MigrationInfo pending, MigrationInfoService info) {
        return pending.getVersion() == null
                && Arrays.stream(info.applied())
                        .anyMatch(applied -> applied.getVersion() == null
                                && !applied.getState().isFailed()
                                && Objects.equals(applied.getDescription(), pending.getDescription())
                                && Objects.equals(applied.getChecksum(), pending.getChecksum()));
    }

    /** Does what Flyway does before it migrates. */
    private void validate() {
        ValidateResult result = validateBut("*:pending");
        if (!result.validationSuccessful) {
            throw new FlywayValidateException(result.errorDetails, result.getAllErrorMessages());
        }
    }

    private ValidateResult validateBut(String... patterns) {
        List<ValidatePattern> ignored =
                new ArrayList<>(List.of(flyway.getConfiguration().getIgnoreMigrationPatterns()));
        Stream.of(patterns).map(ValidatePattern::fromPattern).forEach(ignored::add);
        return new Flyway(new FluentConfiguration()
                        .configuration(flyway.getConfiguration())
                        .ignoreMigrationPatterns(ignored.toArray(ValidatePattern[]::new)))
                .validateWithResult();
    }

    /** Returns whether anything else than migrations is called. */
    boolean callsBack() {
        return !FlywayConfigurations.dependOnHistoryOnly(flyway.getConfiguration());
    }

    /** Returns what is to be done, in its order. */
    List<MigrationInfoImpl> pendingMigrations() {
        return Arrays.stream(flyway.info().pending())
                .map(MigrationInfoImpl.class::cast)
                .toList();
    }

    /**
     * Returns this as the way of those who do not know a shorter one, on a connection that nobody uses after a failure.
     *
     * @param lockTimeout for how long a migration waits for a lock; zero for any time
     * @param interruption breaks it off, unless something of it would stay
     */
    LongWay asLongWay(Connection connection, Duration lockTimeout, Interruption interruption) {
        return new LongWay() {

            @Override
            public List<MigrationInfoImpl> pending() {
                return pendingMigrations();
            }

            @Override
            public Done migrate() throws SQLException {
                // What runs outside of transactions leaves something behind when it is broken off.
                boolean isUndoable = nonTransactional().isEmpty();
                if (!isUndoable) {
                    interruption.close();
                }
                if (lockTimeout.isZero() || !isUndoable) {
                    return FlywayRun.this.migrate();
                }
                String before = LockTimeouts.setForSession(connection, lockTimeout.toMillis() + "ms");
                Done done = FlywayRun.this.migrate();
                // Whoever gets the connection next, where nothing was done, waits as ever.
                LockTimeouts.setForSession(connection, before);
                return done;
            }

            @Override
            public boolean callsBack() {
                return FlywayRun.this.callsBack();
            }
        };
    }

    /** Returns the files of those pending migrations that cannot run in a transaction. */
    List<String> nonTransactional() {
        return Arrays.stream(flyway.info().pending())
                .filter(migration -> !isTransactional(migration))
                .map(MigrationInfo::getScript)
                .toList();
    }

    private static PendingMigration describe(MigrationInfo migration) {
        return new PendingMigration(
                version(migration), migration.getDescription(), migration.getScript(), isTransactional(migration));
    }

    private static @Nullable String version(@Nullable MigrationInfo migration) {
        return migration == null || migration.getVersion() == null
                ? null
                : migration.getVersion().getVersion();
    }

    private static boolean isTransactional(MigrationInfo migration) {
        try {
            // Flyway's public interface does not say.
            return !(migration instanceof MigrationInfoImpl known) || known.canExecuteInTransaction();
        } catch (FlywayException mixed) {
            // The file holds statements of both kinds, or cannot be read at all, which running it will report.
            return !String.valueOf(mixed.getMessage()).contains("non-transactional");
        }
    }
}
