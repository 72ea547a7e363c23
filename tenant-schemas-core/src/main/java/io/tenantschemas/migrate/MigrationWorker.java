package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationQueue.Turn;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/**
 * Migrates one schema after the other for as long as somebody is left. Those that are through are looked at several at a time,
 * because that costs little more than a look at one; only then is what became of them known.
 */
final class MigrationWorker implements Callable<@Nullable Void> {

    /** What is done with each. */
    interface Attempt {

        /** Migrates one, or returns empty if another process is at it. */
        Optional<? extends SchemaMigrationResult> run(MigrationTarget target);

        /** Looks at those that are through, and returns what has become of each, in their order. */
        List<SchemaMigrationResult> checked(List<? extends Done> results);
    }

    /** As many are looked at together. */
    private static final int TOGETHER = 50;

    /** Nobody who is through waits longer for others, but for the one that is under way by then. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(250);

    private final MigrationQueue queue;

    private final Attempt attempt;

    private final MigrationListener listener;

    private final boolean isPatient;

    private final int together;

    private final List<Turn> turns = new ArrayList<>();

    private final List<Done> unchecked = new ArrayList<>();

    private long firstSince;

    private MigrationWorker(
            MigrationQueue queue, Attempt attempt, MigrationListener listener, boolean isPatient, int together) {
        this.queue = queue;
        this.attempt = attempt;
        this.listener = listener;
        this.isPatient = isPatient;
        this.together = together;
    }

    /**
     * Creates a worker that comes again to those that another process is at.
     *
     * @param stopsAfterFailure whether nobody is to come after one that failed
     */
    static MigrationWorker patient(
            MigrationQueue queue, Attempt attempt, MigrationListener listener, boolean stopsAfterFailure) {
        return new MigrationWorker(queue, attempt, listener, true, stopsAfterFailure ? 1 : TOGETHER);
    }

    /** Creates a worker that leaves those alone that somebody is in the way of. */
    static MigrationWorker hasty(MigrationQueue queue, Attempt attempt, MigrationListener listener) {
        return new MigrationWorker(queue, attempt, listener, false, 1);
    }

    @Override
    public @Nullable Void call() throws InterruptedException {
        try {
            for (Turn turn = next(); turn != null; turn = next()) {
                work(turn);
            }
            return null;
        } catch (Throwable failure) {
            // Otherwise the others would wait for what becomes of this one.
            queue.stop();
            throw failure;
        } finally {
            check();
        }
    }

    private @Nullable Turn next() throws InterruptedException {
        Turn turn = queue.poll();
        if (turn == null) {
            // Before others are waited for, who may wait for this one.
            check();
            turn = queue.next();
        }
        return turn;
    }

    private void work(Turn turn) {
        SchemaMigrationResult result = tried(queue.target(turn)).orElse(null);
        if (result instanceof Done done) {
            add(turn, done);
        } else if (result != null) {
            finish(turn, result);
        } else if (isPatient) {
            queue.putOff(turn);
        } else {
            queue.leave();
        }
    }

    private Optional<? extends SchemaMigrationResult> tried(MigrationTarget target) {
        try {
            return attempt.run(target);
        } catch (Exception failure) {
            return Optional.of(new Failed(target, MigrationFailure.of(failure)));
        }
    }

    private void add(Turn turn, Done done) {
        if (turns.isEmpty()) {
            firstSince = System.nanoTime();
        }
        turns.add(turn);
        unchecked.add(done);
        if (turns.size() >= together || System.nanoTime() - firstSince >= LONGEST_WAIT) {
            check();
        }
    }

    private void check() {
        if (turns.isEmpty()) {
            return;
        }
        List<Turn> through = List.copyOf(turns);
        List<Done> results = List.copyOf(unchecked);
        turns.clear();
        unchecked.clear();
        List<SchemaMigrationResult> checked = attempt.checked(results);
        for (int i = 0; i < through.size(); i++) {
            finish(through.get(i), checked.get(i));
        }
    }

    private void finish(Turn turn, SchemaMigrationResult result) {
        if (isThrough(turn, result)) {
            listener.finished(result);
        } else if (result instanceof Failed failed) {
            listener.putOff(failed.target(), failed.failure());
        }
    }

    private boolean isThrough(Turn turn, SchemaMigrationResult result) {
        if (isPatient || !(result instanceof Failed failed && failed.failure().isTransient())) {
            return queue.finish(turn, result);
        }
        queue.leave();
        return false;
    }
}
