package io.tenantschemas.migrate;

import java.util.List;
import java.util.Optional;

import io.tenantschemas.migrate.MigrationQueue.Turn;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** The part of a run that the shared schema is. */
final class SharedMigration {

    private final MigrationTarget target;

    private final boolean dryRun;

    private final MigrationSteps steps;

    private final MigrationListener listener;

    private final MigrationStop stop;

    SharedMigration(
            MigrationTarget target,
            boolean dryRun,
            MigrationSteps steps,
            MigrationListener listener,
            MigrationStop stop) {
        this.listener = listener;
        this.target = target;
        this.dryRun = dryRun;
        this.steps = steps;
        this.stop = stop;
    }

    /**
     * Migrates the schema, waits for another process that does, and tries again what is worth it.
     *
     * @return what became of it; not tried if the run was stopped before its turn came
     * @throws DatabaseUnreachableException if nothing could be tried
     */
    SchemaMigrationResult run() {
        MigrationQueue queue = new MigrationQueue(List.of(target), false);
        try (MigrationStop.Registration ending = stop.whenRequested(queue::stop)) {
            for (Turn turn = queue.next(); turn != null; turn = queue.next()) {
                attempt(turn, queue);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return queue.results().get(0);
    }

    private void attempt(Turn turn, MigrationQueue queue) {
        Optional<? extends SchemaMigrationResult> result = tried(turn);
        if (result.isEmpty()) {
            queue.putOff(turn);
        } else if (!queue.finish(turn, result.get()) && result.get() instanceof Failed failed) {
            listener.putOff(target, failed.failure());
        }
    }

    private Optional<? extends SchemaMigrationResult> tried(Turn turn) {
        try {
            return steps.tryToRun(target, dryRun);
        } catch (DatabaseUnreachableException unreachable) {
            if (turn.tries() == 1) {
                // Nothing can be tried.
                throw unreachable;
            }
            return Optional.of(new Failed(target, MigrationFailure.of(unreachable)));
        } catch (Exception failure) {
            return Optional.of(new Failed(target, MigrationFailure.of(failure)));
        }
    }
}
