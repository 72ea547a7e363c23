package io.tenantschemas.migrate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;

/**
 * The schemas that are left, and what became of the others. One that another process is at comes again later, and so does one
 * whose migration had to wait for a lock for too long, a few times: nothing of that migration has stayed.
 *
 * <p>Safe for use by several threads.
 */
final class MigrationQueue {

    /** How often a schema is tried whose migration waits for locks. */
    static final int TRIES = 10;

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final List<MigrationTarget> targets;

    private final boolean stopsAfterFailure;

    private final @Nullable SchemaMigrationResult[] results;

    private final Queue<Turn> firsts = new ArrayDeque<>();

    private final Queue<Turn> later =
            new PriorityQueue<>((one, other) -> Long.signum(one.notBefore() - other.notBefore()));

    private int running;

    private boolean isStopped;

    /**
     * Creates a queue in which all are left.
     *
     * @param stopsAfterFailure whether nobody comes after one that failed
     */
    MigrationQueue(List<MigrationTarget> targets, boolean stopsAfterFailure) {
        this.targets = targets;
        this.stopsAfterFailure = stopsAfterFailure;
        this.results = new SchemaMigrationResult[targets.size()];
        for (int i = 0; i < targets.size(); i++) {
            firsts.add(new Turn(i, 1, 0));
        }
    }

    /**
     * Returns whose turn it is, and waits until it is somebody's.
     *
     * @return null when there is nobody left, or there is to be no other
     */
    synchronized @Nullable Turn next() throws InterruptedException {
        while (!isStopped && !(firsts.isEmpty() && later.isEmpty() && running == 0)) {
            Turn turn = poll();
            if (turn != null) {
                return turn;
            }
            Turn soonest = later.peek();
            // Somebody who is running may come again.
            long wait = soonest == null ? LONGEST_PAUSE : soonest.notBefore() - System.nanoTime();
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1)));
        }
        return null;
    }

    /** Returns whose turn it is now, without waiting; null also when there is nobody whose turn is now, but may be later. */
    synchronized @Nullable Turn poll() {
        Turn turn = isStopped ? null : now();
        if (turn != null) {
            running++;
        }
        return turn;
    }

    private @Nullable Turn now() {
        Turn soonest = later.peek();
        return soonest != null && soonest.notBefore() - System.nanoTime() <= 0 ? later.poll() : firsts.poll();
    }

    MigrationTarget target(Turn turn) {
        return targets.get(turn.index());
    }

    /** Takes note of what became of somebody, and returns whether that is the last of it. */
    synchronized boolean finish(Turn turn, SchemaMigrationResult result) {
        running--;
        results[turn.index()] = result;
        boolean isLast = isStopped || !isWorthAnotherTry(turn, result);
        if (!isLast) {
            later.add(turn.again(FIRST_PAUSE << Math.min(turn.tries(), 10)));
        } else if (stopsAfterFailure && result instanceof Failed) {
            isStopped = true;
        }
        notifyAll();
        return isLast;
    }

    private static boolean isWorthAnotherTry(Turn turn, SchemaMigrationResult result) {
        return turn.tries() < TRIES
                && result instanceof Failed failed
                && failed.failure().isTransient();
    }

    /** Takes note that nothing became of somebody, who is not to come again. */
    synchronized void leave() {
        running--;
        notifyAll();
    }

    /** Takes note that another process is at it. */
    synchronized void putOff(Turn turn) {
        running--;
        later.add(turn.later(FIRST_PAUSE));
        notifyAll();
    }

    /** Returns the failures of those that would have been tried again, but there is to be no other. */
    synchronized List<SchemaMigrationResult> givenUp() {
        List<SchemaMigrationResult> failed = new ArrayList<>();
        for (Turn turn : later) {
            SchemaMigrationResult result = results[turn.index()];
            if (result != null) {
                failed.add(result);
            }
        }
        return failed;
    }

    /** Sees to it that there is no other. */
    synchronized void stop() {
        isStopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    /** Returns a result for each of the targets, in their order. */
    synchronized List<SchemaMigrationResult> results() {
        List<SchemaMigrationResult> all = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            SchemaMigrationResult result = results[i];
            all.add(result == null ? new NotTried(targets.get(i)) : result);
        }
        return all;
    }

    /**
     * A tenant that waits for its turn.
     *
     * @param index which
     * @param tries how many times it will have been tried
     * @param notBefore when it may be its turn, in nanoseconds
     */
    record Turn(int index, int tries, long notBefore) {

        private Turn again(long pause) {
            return new Turn(index, tries + 1, after(pause));
        }

        private Turn later(long pause) {
            return new Turn(index, tries, after(pause));
        }

        private static long after(long pause) {
            long most = Math.min(pause, LONGEST_PAUSE);
            // Not all at the same time, who wait for the same lock.
            return System.nanoTime() + ThreadLocalRandom.current().nextLong(most / 2, most);
        }
    }
}
