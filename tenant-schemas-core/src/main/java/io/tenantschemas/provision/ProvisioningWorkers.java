package io.tenantschemas.provision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;

/**
 * The threads of this node that work on tenants in the background. They look for something to do when a tenant changes in any node
 * of which this one hears, and once in a while besides.
 *
 * <p>Each works on one connection at a time. When the application stops, what is running may be finished for some seconds and is
 * broken off then, which rolls it back: another node, or this one when it is back, does it again.
 */
public final class ProvisioningWorkers implements SmartLifecycle, TenantChangeListener {

    private static final Log logger = LogFactory.getLog(ProvisioningWorkers.class);

    /** What is running may be finished until then, and is broken off afterwards. */
    private static final Duration TO_FINISH = Duration.ofSeconds(5);

    /** So long it may take to break off; what cannot be broken off goes down with the process. */
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final Supplier<List<ProvisioningTask>> tasks;

    private final int count;

    private final Duration pollInterval;

    private final Duration timeToFinish;

    private final Object monitor = new Object();

    private final List<Thread> threads = new ArrayList<>();

    private MigrationStop stop = new MigrationStop();

    private boolean isRunning;

    /** How often something has happened; whoever has seen that there is nothing to do knows when that was. */
    private long changes;

    /**
     * Creates workers.
     *
     * @param tasks what they do, in this order; asked for once, when they start. Without any, no thread is started
     * @param count how many there are, at least one
     * @param pollInterval for how long they wait before they look again without being told of anything
     */
    public ProvisioningWorkers(Supplier<List<ProvisioningTask>> tasks, int count, Duration pollInterval) {
        this(tasks, count, pollInterval, TO_FINISH);
    }

    ProvisioningWorkers(
            Supplier<List<ProvisioningTask>> tasks, int count, Duration pollInterval, Duration timeToFinish) {
        Assert.notNull(tasks, "'tasks' must not be null");
        Assert.isTrue(count > 0, "'count' must be positive");
        Assert.notNull(pollInterval, "'pollInterval' must not be null");
        Assert.isTrue(pollInterval.toMillis() > 0, "'pollInterval' must be a millisecond at least");
        this.tasks = tasks;
        this.count = count;
        this.pollInterval = pollInterval;
        this.timeToFinish = timeToFinish;
    }

    @Override
    public void start() {
        synchronized (monitor) {
            if (isRunning) {
                return;
            }
            isRunning = true;
            stop = new MigrationStop();
            List<ProvisioningTask> todo = List.copyOf(tasks.get());
            for (int i = 1; !todo.isEmpty() && i <= count; i++) {
                MigrationStop stopsThis = stop;
                Thread thread = new Thread(() -> work(todo, stopsThis), "tenant-provisioning-" + i);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        }
    }

    @Override
    public boolean isRunning() {
        synchronized (monitor) {
            return isRunning;
        }
    }

    /** Only has the workers look: what there is to do stands in the database, not in the change. */
    @Override
    public void onTenantChange(TenantChange change) {
        if (!(change instanceof TenantChange.Migrated)) {
            wake();
        }
    }

    private void wake() {
        synchronized (monitor) {
            changes++;
            monitor.notifyAll();
        }
    }

    private void work(List<ProvisioningTask> todo, MigrationStop stopsThis) {
        Set<ProvisioningTask> failing = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!stopsThis.isRequested()) {
            long seen = changes();
            if (!runAll(todo, failing, stopsThis)) {
                waitForChange(seen, stopsThis);
            }
        }
    }

    /** Returns whether there may be more to do. Throws nothing, whatever happens: nobody would come in place of this thread. */
    private static boolean runAll(List<ProvisioningTask> todo, Set<ProvisioningTask> failing, MigrationStop stopsThis) {
        boolean mayHaveMore = false;
        try {
            for (ProvisioningTask task : todo) {
                mayHaveMore |= runNext(task, failing, stopsThis);
            }
            return mayHaveMore;
        } catch (Throwable untold) {
            // Telling of a failure failed as well, for want of memory for example, of which there may be more later.
            return false;
        }
    }

    private static boolean runNext(ProvisioningTask task, Set<ProvisioningTask> failing, MigrationStop stopsThis) {
        try {
            boolean hasWorked = !stopsThis.isRequested() && task.runNext(stopsThis);
            failing.remove(task);
            return hasWorked;
        } catch (Throwable failure) {
            tell(failure, !failing.add(task) || stopsThis.isRequested());
            return false;
        }
    }

    /** Once, and not as often as it is tried: the database may be away for hours. */
    private static void tell(Throwable failure, boolean isKnown) {
        String message = "What there is to do for tenants could not be found out, and is asked again and again: "
                + FailureReason.of(failure);
        if (isKnown) {
            logger.debug(message, failure);
        } else {
            logger.warn(message);
            logger.debug("The reason", failure);
        }
    }

    private long changes() {
        synchronized (monitor) {
            return changes;
        }
    }

    private void waitForChange(long seen, MigrationStop stopsThis) {
        long end = System.nanoTime() + pollInterval.toNanos();
        synchronized (monitor) {
            try {
                for (long left = pollInterval.toNanos();
                        left > 0 && changes == seen && !stopsThis.isRequested();
                        left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(monitor, left);
                }
            } catch (InterruptedException late) {
                // Meant for what was running before; the end of all is told otherwise.
                logger.debug("Interrupted while there was nothing to do", late);
            }
        }
    }

    @Override
    public void stop(Runnable callback) {
        Thread stopper = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "tenant-provisioning-stop");
        stopper.start();
    }

    @Override
    public void stop() {
        List<Thread> ending;
        MigrationStop stops;
        synchronized (monitor) {
            if (!isRunning) {
                return;
            }
            isRunning = false;
            stops = stop;
            ending = List.copyOf(threads);
            threads.clear();
        }
        stops.request();
        wake();
        if (!haveEnded(ending, timeToFinish)) {
            stops.interrupt();
            haveEnded(ending, TO_END);
        }
    }

    private static boolean haveEnded(List<Thread> threads, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                // At least a moment each, because none is for ever.
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
