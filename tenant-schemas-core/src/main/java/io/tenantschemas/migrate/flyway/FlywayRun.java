package io.tenantschemas.migrate.flyway;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** Flyway at work on one schema, in this library's terms. */
final class FlywayRun {

    private final MigrationTarget target;

    private final Flyway flyway;

    FlywayRun(MigrationTarget target, Flyway flyway) {
        this.target = target;
        this.flyway = flyway;
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

    SchemaMigrationResult pending() {
        MigrationInfoService info = flyway.info();
        List<PendingMigration> pending =
                Arrays.stream(info.pending()).map(FlywayRun::describe).toList();
        String version = version(info.current());
        return pending.isEmpty() ? new UpToDate(target, version) : new Pending(target, version, pending);
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
