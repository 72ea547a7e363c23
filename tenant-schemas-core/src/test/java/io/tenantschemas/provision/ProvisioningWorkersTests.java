package io.tenantschemas.provision;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ProvisioningWorkersTests {

    private static final TenantChange CREATED = new TenantChange.Created(1, SchemaName.of("acme"));

    private final AtomicInteger asked = new AtomicInteger();

    private ProvisioningWorkers workers = workers(Duration.ofHours(1), stop -> false);

    private ProvisioningWorkers workers(Duration pollInterval, ProvisioningTask... tasks) {
        return new ProvisioningWorkers(() -> List.of(tasks), 1, pollInterval);
    }

    private boolean count(MigrationStop stop) {
        asked.incrementAndGet();
        return false;
    }

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void lookWhenTheyStart() {
        workers = workers(Duration.ofHours(1), this::count);
        workers.start();
        await().until(() -> asked.get() == 1);
        assertThat(workers.isRunning()).isTrue();
    }

    @Test
    void lookAgainAsLongAsThereIsSomething() {
        workers = workers(Duration.ofHours(1), stop -> asked.incrementAndGet() < 5);
        workers.start();
        await().until(() -> asked.get() == 5);
    }

    @Test
    void lookWhenATenantChanges() {
        workers = workers(Duration.ofHours(1), this::count);
        workers.start();
        await().until(() -> asked.get() == 1);
        workers.onTenantChange(CREATED);
        await().until(() -> asked.get() == 2);
    }

    @Test
    void lookOnceMoreForAChangeThatComesWhileTheyLook() {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        workers = workers(Duration.ofHours(1), stop -> {
            asked.incrementAndGet();
            looking.countDown();
            awaitLatch(changed);
            return false;
        });
        workers.start();
        awaitLatch(looking);
        workers.onTenantChange(CREATED);
        changed.countDown();
        await().until(() -> asked.get() == 2);
    }

    @Test
    void leaveMigratedSchemasAlone() {
        workers = workers(Duration.ofHours(1), this::count);
        workers.start();
        await().until(() -> asked.get() == 1);
        workers.onTenantChange(new TenantChange.Migrated(SchemaName.of("acme")));
        await().during(Duration.ofMillis(100)).until(() -> asked.get() == 1);
    }

    @Test
    void lookOnceInAWhile() {
        workers = workers(Duration.ofMillis(1), this::count);
        workers.start();
        await().until(() -> asked.get() > 3);
    }

    @Test
    void goOnAfterAFailureAndWithTheOtherTasks() {
        workers = workers(
                Duration.ofMillis(1),
                stop -> {
                    throw new IllegalStateException("no database");
                },
                this::count);
        workers.start();
        await().until(() -> asked.get() > 3);
    }

    @Test
    void surviveErrors() {
        workers = workers(
                Duration.ofMillis(1),
                stop -> {
                    throw new OutOfMemoryError("for a moment");
                },
                this::count);
        workers.start();
        await().until(() -> asked.get() > 3);
    }

    /** As where there is not even room for a message. */
    private static final class Unspeakable extends Error {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("still");
        }
    }

    @Test
    void surviveErrorsOfWhichTheyCannotTell() {
        workers = workers(Duration.ofMillis(1), this::count, stop -> {
            throw new Unspeakable();
        });
        workers.start();
        await().until(() -> asked.get() > 3);
    }

    @Test
    void areAsManyAsTheyAreToBe() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        workers = new ProvisioningWorkers(
                () -> List.of(stop -> {
                    threads.add(Thread.currentThread());
                    all.countDown();
                    awaitLatch(all);
                    return false;
                }),
                3,
                Duration.ofHours(1));
        workers.start();
        awaitLatch(all);
        assertThat(threads).hasSize(3);
    }

    @Test
    void finishWhatTheyDoWhenTheyAreStopped() {
        CountDownLatch working = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        workers = workers(Duration.ofHours(1), stop -> {
            working.countDown();
            await().until(stop::isRequested);
            finished.set(!stop.isInterrupted());
            return true;
        });
        workers.start();
        awaitLatch(working);
        workers.stop();
        assertThat(finished).isTrue();
        assertThat(workers.isRunning()).isFalse();
    }

    @Test
    void lookNoMoreOnceTheyAreStopped() {
        workers = workers(Duration.ofMillis(1), this::count);
        workers.start();
        await().until(() -> asked.get() > 0);
        workers.stop();
        int before = asked.get();
        workers.onTenantChange(CREATED);
        await().during(Duration.ofMillis(50)).until(() -> asked.get() == before);
    }

    @Test
    void areBrokenOffWhenTheyDoNotFinish() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch working = new CountDownLatch(1);
        workers = new ProvisioningWorkers(
                () -> List.of(stop -> {
                    CountDownLatch end = new CountDownLatch(1);
                    stop.whenInterrupted(end::countDown);
                    working.countDown();
                    awaitLatch(end);
                    interrupted.set(true);
                    return false;
                }),
                1,
                Duration.ofHours(1),
                Duration.ofMillis(20));
        workers.start();
        awaitLatch(working);
        workers.stop();
        assertThat(interrupted).isTrue();
    }

    @Test
    void tellWhenTheyHaveStopped() {
        workers = workers(Duration.ofHours(1), this::count);
        workers.start();
        CountDownLatch stopped = new CountDownLatch(1);
        workers.stop(stopped::countDown);
        awaitLatch(stopped);
        assertThat(workers.isRunning()).isFalse();
    }

    @Test
    void workAgainWhenTheyAreStartedAgain() {
        workers = workers(Duration.ofHours(1), this::count);
        workers.start();
        await().until(() -> asked.get() == 1);
        workers.stop();
        workers.start();
        await().until(() -> asked.get() == 2);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
