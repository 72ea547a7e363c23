package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;

/** Migrates tenants several at a time, and keeps each one's failure to itself. */
final class MigrationWorkers {

    private final MigrationRequest request;

    private final MigrationListener listener;

    private final Function<MigrationTarget, SchemaMigrationResult> attempt;

    private final AtomicBoolean stopped = new AtomicBoolean();

    MigrationWorkers(
            MigrationRequest request,
            MigrationListener listener,
            Function<MigrationTarget, SchemaMigrationResult> attempt) {
        this.request = request;
        this.listener = listener;
        this.attempt = attempt;
    }

    /** Returns a result for each target, in their order. */
    List<SchemaMigrationResult> migrate(List<MigrationTarget> targets) {
        AtomicReferenceArray<SchemaMigrationResult> results = new AtomicReferenceArray<>(targets.size());
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < targets.size() && !stopped.get(); i = next.getAndIncrement()) {
                results.set(i, migrate(targets.get(i)));
            }
            return null;
        };
        run(worker, Math.min(request.parallelism(), targets.size()));
        return inOrder(targets, results);
    }

    private SchemaMigrationResult migrate(MigrationTarget target) {
        SchemaMigrationResult result = tried(target);
        if (request.failFast() && result instanceof Failed) {
            stopped.set(true);
        }
        listener.finished(result);
        return result;
    }

    private SchemaMigrationResult tried(MigrationTarget target) {
        try {
            return attempt.apply(target);
        } catch (Exception failure) {
            return new Failed(target, MigrationFailure.of(failure));
        }
    }

    private void run(Callable<Void> worker, int workers) {
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
                running.add(executor.submit(worker));
            }
            for (Future<Void> done : running) {
                done.get();
            }
        } catch (InterruptedException interrupted) {
            stopped.set(true);
            Thread.currentThread().interrupt();
        } catch (ExecutionException error) {
            throw new IllegalStateException("A migration worker stopped unexpectedly.", error.getCause());
        } finally {
            stopped.set(true);
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

    private List<SchemaMigrationResult> inOrder(
            List<MigrationTarget> targets, AtomicReferenceArray<SchemaMigrationResult> results) {
        List<SchemaMigrationResult> all = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            SchemaMigrationResult result = results.get(i);
            if (result == null) {
                result = new NotTried(targets.get(i));
                listener.finished(result);
            }
            all.add(result);
        }
        return all;
    }
}
