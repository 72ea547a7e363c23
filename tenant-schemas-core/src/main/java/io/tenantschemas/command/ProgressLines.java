package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** Writes a line for each schema when it is through; where there are many, one now and then, and one for each that failed. */
final class ProgressLines implements Progress {

    /** So many schemas have a line each. */
    static final int EACH = 100;

    /** So many lines are written of more than that. */
    static final int STEPS = 50;

    private final PrintWriter out;

    private final FailureLines failures;

    private int total;

    private int finished;

    private int failed;

    private int putOff;

    ProgressLines(PrintWriter out) {
        this.out = out;
        this.failures = new FailureLines(out);
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        total = schemas;
        finished = 0;
        failed = 0;
    }

    @Override
    public void putOff(MigrationTarget target, MigrationFailure failure) {
        putOff++;
        if (putOff <= EACH) {
            out.printf("%s: put off: %s%n", target, failure.describe());
            out.flush();
        }
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        finished++;
        failed += result instanceof Failed ? 1 : 0;
        if (total <= EACH) {
            line(result.target() + ": " + describe(result));
        } else {
            if (result instanceof Failed failure) {
                failures.write(failure);
            }
            if (isStep()) {
                line(Numbers.grouped(failed) + " failed");
            }
        }
    }

    private boolean isStep() {
        return finished * (long) STEPS / total > (finished - 1) * (long) STEPS / total;
    }

    private void line(String text) {
        out.printf("[%d/%d (%d%%)] %s%n", finished, total, finished * 100L / total, text);
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

    @Override
    public void close() {
        out.flush();
    }
}
