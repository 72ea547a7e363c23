package io.tenantschemas.migrate;

import java.util.List;

import io.tenantschemas.migrate.MigrationQueue.Turn;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** The part of a run that the shared schema is. */
final class SharedMigration {

    private final MigrationTarget target;

    private final boolean dryRun;

    private final MigrationSteps steps;

    SharedMigration(MigrationTarget target, boolean dryRun, MigrationSteps steps) {
        this.target = target;
        this.dryRun = dryRun;
        this.steps = steps;
    }

    /**
     * Migrates the schema, and tries again what is worth it.
     *
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    SchemaMigrationResult run() {
        MigrationQueue queue = new MigrationQueue(List.of(target), false);
        try {
            for (Turn turn = queue.next(); turn != null; turn = queue.next()) {
                queue.finish(turn, attempt(turn));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return queue.results().get(0);
    }

    private SchemaMigrationResult attempt(Turn turn) {
        try {
            return steps.run(target, dryRun);
        } catch (DatabaseUnreachableException unreachable) {
            if (turn.tries() == 1) {
                // Nothing can be tried.
                throw unreachable;
            }
            return new Failed(target, MigrationFailure.of(unreachable));
        } catch (Exception failure) {
            return new Failed(target, MigrationFailure.of(failure));
        }
    }
}
