package io.tenantschemas.autoconfigure.context;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

/** A way to hand a task over. */
@FunctionalInterface
interface HandOver {

    Duration OFTEN = Duration.ofMillis(1);

    /**
     * Hands {@code task} over.
     *
     * @return what to cancel when it has run often enough
     */
    @Nullable
    Future<?> give(Runnable task) throws Exception;

    /** Returns all ways that {@code bean} has, by name. */
    static Map<String, HandOver> waysOf(Object bean) {
        Map<String, HandOver> ways = new LinkedHashMap<>();
        if (bean instanceof Executor executor) {
            addWays(executor, ways);
        }
        if (bean instanceof AsyncTaskExecutor executor) {
            ways.put("Spring's submit(Runnable)", executor::submit);
            ways.put("Spring's submit(Callable)", task -> executor.submit(callable(task)));
            ways.put("submitCompletable(Runnable)", executor::submitCompletable);
            ways.put("submitCompletable(Callable)", task -> executor.submitCompletable(callable(task)));
        }
        if (bean instanceof ExecutorService executor) {
            addWays(executor, ways);
        }
        if (bean instanceof ScheduledExecutorService scheduler) {
            addWays(scheduler, ways);
        }
        if (bean instanceof TaskScheduler scheduler) {
            addWays(scheduler, ways);
        }
        return ways;
    }

    private static void addWays(Executor executor, Map<String, HandOver> ways) {
        ways.put("execute", task -> {
            executor.execute(task);
            return null;
        });
        ways.put("CompletableFuture.supplyAsync", task -> CompletableFuture.runAsync(task, executor));
        ways.put(
                "CompletableFuture.thenRunAsync",
                task -> CompletableFuture.runAsync(() -> {}, executor).thenRunAsync(task, executor));
    }

    private static void addWays(ExecutorService executor, Map<String, HandOver> ways) {
        ways.put("submit(Runnable)", executor::submit);
        ways.put("submit(Runnable, T)", task -> executor.submit(task, ""));
        ways.put("submit(Callable)", task -> executor.submit(callable(task)));
        ways.put("invokeAll", task -> {
            executor.invokeAll(List.of(callable(task)));
            return null;
        });
        ways.put("invokeAny", task -> {
            executor.invokeAny(List.of(callable(task)));
            return null;
        });
    }

    private static void addWays(ScheduledExecutorService scheduler, Map<String, HandOver> ways) {
        ways.put("schedule(Runnable)", task -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS));
        ways.put("schedule(Callable)", task -> scheduler.schedule(callable(task), 1, TimeUnit.MILLISECONDS));
        ways.put(
                "Java's scheduleAtFixedRate", task -> scheduler.scheduleAtFixedRate(task, 1, 1, TimeUnit.MILLISECONDS));
        ways.put(
                "Java's scheduleWithFixedDelay",
                task -> scheduler.scheduleWithFixedDelay(task, 1, 1, TimeUnit.MILLISECONDS));
    }

    private static void addWays(TaskScheduler scheduler, Map<String, HandOver> ways) {
        ways.put("schedule(Instant)", task -> scheduler.schedule(task, Instant.now()));
        ways.put("schedule(Trigger)", task -> scheduler.schedule(task, new PeriodicTrigger(OFTEN)));
        ways.put("scheduleAtFixedRate", task -> scheduler.scheduleAtFixedRate(task, OFTEN));
        ways.put("scheduleAtFixedRate(Instant)", task -> scheduler.scheduleAtFixedRate(task, Instant.now(), OFTEN));
        ways.put("scheduleWithFixedDelay", task -> scheduler.scheduleWithFixedDelay(task, OFTEN));
        ways.put(
                "scheduleWithFixedDelay(Instant)",
                task -> scheduler.scheduleWithFixedDelay(task, Instant.now(), OFTEN));
    }

    private static Callable<String> callable(Runnable task) {
        return () -> {
            task.run();
            return "";
        };
    }
}
