package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** Writes a line for each schema when it is through. */
final class MigrationProgress implements MigrationListener {

    private final PrintWriter out;

    private int total;

    private int finished;

    MigrationProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        total = schemas;
        finished = 0;
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        finished++;
        out.printf(
                "[%d/%d (%d%%)] %s: %s%n", finished, total, finished * 100L / total, result.target(), describe(result));
        // Whoever watches wants to see it now.
        out.flush();
    }

    private static String describe(SchemaMigrationResult result) {
        if (result instanceof Migrated migrated) {
            return "%s -> %s (%s, %d ms)"
                    .formatted(
                            version(migrated.from()),
                            version(migrated.to()),
                            Numbers.count(migrated.count(), "migration"),
                            migrated.duration().toMillis());
        }
        if (result instanceof UpToDate upToDate) {
            return "up to date (" + version(upToDate.version()) + ")";
        }
        if (result instanceof Pending pending) {
            return "%s, %d pending: %s"
                    .formatted(
                            version(pending.version()),
                            pending.migrations().size(),
                            pending.migrations().stream()
                                    .map(PendingMigration::script)
                                    .collect(Collectors.joining(", ")));
        }
        if (result instanceof Failed failed) {
            return "FAILED: " + failed.failure().describe();
        }
        return result instanceof NotTried ? "not tried" : result.toString();
    }

    private static String version(@Nullable String version) {
        return version == null ? "empty" : "V" + version;
    }
}
