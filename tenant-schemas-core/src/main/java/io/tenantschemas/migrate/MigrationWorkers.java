package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;

/** Migrates tenants several at a time, and keeps each one's failure to itself. */
final class MigrationWorkers {

    private final MigrationRequest request;

    private final MigrationListener listener;

    private final MigrationWorker.Attempt attempt;

    private final MigrationStop stop;

    private boolean isOver;

    MigrationWorkers(
            MigrationRequest request, MigrationListener listener, MigrationWorker.Attempt attempt, MigrationStop stop) {
        this.stop = stop;
        this.request = request;
        this.listener = listener;
        this.attempt = attempt;
    }

    /** Returns a result for each target, in their order. After one failed that stops the run, no other is tried. */
    List<SchemaMigrationResult> migrate(List<MigrationTarget> targets) {
        MigrationQueue queue = new MigrationQueue(targets, request.failFast());
        run(queue, targets.size(), () -> MigrationWorker.patient(queue, attempt, listener, request.failFast()));
        List<SchemaMigrationResult> results = queue.results();
        queue.givenUp().forEach(listener::finished);
        results.stream().filter(NotTried.class::isInstance).forEach(listener::finished);
        return results;
    }

    /**
     * Returns what became of each target, in their order; empty for those that somebody else is in the way of, and for those that
     * were not tried.
     */
    List<Optional<SchemaMigrationResult>> migrateUnlessBusy(List<MigrationTarget> targets) {
        MigrationQueue queue = new MigrationQueue(targets, request.failFast());
        run(queue, targets.size(), () -> MigrationWorker.hasty(queue, attempt, listener));
        return queue.results().stream()
                .map(result ->
                        result instanceof NotTried ? Optional.<SchemaMigrationResult>empty() : Optional.of(result))
                .toList();
    }

    private void run(MigrationQueue queue, int targets, Supplier<MigrationWorker> work) {
        if (!isOver() && targets > 0) {
            try (MigrationStop.Registration ending = stop.whenRequested(queue::stop)) {
                runWorkers(queue, Math.min(request.parallelism(), targets), work);
            }
            isOver = queue.isStopped();
        }
    }

    /** Returns whether no other is tried. */
    boolean isOver() {
        return isOver || stop.isRequested();
    }

    /** Sees to it that no other is tried. */
    void stop() {
        isOver = true;
    }

    private void runWorkers(MigrationQueue queue, int workers, Supplier<MigrationWorker> work) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("tenant-migration-");
        // The workers outlive an interrupted caller only until their current tenant is through, never the process.
        threads.setDaemon(true);
        ExecutorService executor = Executors.newFixedThreadPool(workers, threads);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // Not invokeAll: it would pass an interrupt on to workers that are in the midst of a tenant.
            List<Future<Void>> running = new ArrayList<>(workers);
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(work.get()));
            }
            for (Future<Void> done : running) {
                done.get();
            }
        } catch (InterruptedException interrupted) {
            queue.stop();
            Thread.currentThread().interrupt();
        } catch (ExecutionException error) {
            queue.stop();
            throw new IllegalStateException("A migration worker stopped unexpectedly.", error.getCause());
        } finally {
            executor.shutdown();
            awaitUninterruptibly(executor);
        }
    }

    /** Waits until no tenant is being migrated any more, so that the report is about something that has ended. */
    private static void awaitUninterruptibly(ExecutorService executor) {
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
