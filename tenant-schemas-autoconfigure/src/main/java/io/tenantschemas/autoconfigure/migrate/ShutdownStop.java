package io.tenantschemas.autoconfigure.migrate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tenantschemas.migrate.MigrationStop;

/**
 * Stops a run when the process is told to end. Otherwise Spring Boot's own shutdown hook would wait for the start-up, and that for
 * all tenants.
 */
final class ShutdownStop implements AutoCloseable {

    /** What is running may be finished until then, and is broken off afterwards. */
    private static final long SECONDS_TO_FINISH = 5;

    /** So long it may take to break off; what cannot be broken off goes down with the process. */
    private static final long SECONDS_TO_END = 10;

    private final MigrationStop stop = new MigrationStop();

    private final CountDownLatch ended = new CountDownLatch(1);

    private final Thread hook = new Thread(this::end, "tenant-migration-shutdown");

    private ShutdownStop() {}

    /**
     * Watches over a run until it is closed.
     *
     * @throws IllegalStateException if the process is ending already
     */
    static ShutdownStop watch() {
        ShutdownStop watch = new ShutdownStop();
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    MigrationStop stop() {
        return stop;
    }

    private void end() {
        stop.request();
        try {
            if (!ended.await(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
                stop.interrupt();
                ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
            }
        } catch (InterruptedException nobodyDoesThat) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It has run, or does.
        }
    }
}
