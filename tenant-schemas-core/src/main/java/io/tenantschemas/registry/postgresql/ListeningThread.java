package io.tenantschemas.registry.postgresql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangePublisher;

/** Listens until it is ended, whatever becomes of connections. */
final class ListeningThread extends Thread {

    private static final Log logger = LogFactory.getLog(TenantChangeReceiver.class);

    private static final long LONGEST_END = 15;

    // Of all threads, because one may follow another.
    private static final AtomicLong PERIODS = new AtomicLong();

    private final Source source;

    private final TenantChangePublisher changes;

    private final ListeningHistory history;

    private final Pauses pauses;

    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile @Nullable Listening listening;

    // Negative as long as somebody may still have to be told what was missed.
    private volatile long period = -1;

    // A reading of System.nanoTime().
    private volatile long answeredAt;

    private boolean complained;

    ListeningThread(Source source, TenantChangePublisher changes, ListeningHistory history, Pauses pauses) {
        super("tenant-schemas-listener");
        setDaemon(true);
        this.source = source;
        this.changes = changes;
        this.history = history;
        this.pauses = pauses;
    }

    /**
     * Returns the number of the time since the connection was made, for as long as it gave a sign of life within {@code age};
     * otherwise a negative number.
     */
    long periodOf(Duration age) {
        return System.nanoTime() - answeredAt < age.toNanos() ? period : -1;
    }

    /** Ends the thread and waits for that, unless it is just connecting to a server that does not answer. */
    void end() {
        ended.countDown();
        close();
        try {
            join(TimeUnit.SECONDS.toMillis(LONGEST_END));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!isOver()) {
            try (Listening now = source.begin()) {
                listen(now);
            } catch (SQLException | RuntimeException failure) {
                complain(failure);
            }
            pause();
        }
    }

    private void listen(Listening now) throws SQLException {
        if (isOver()) {
            // Another thread may listen by now, whose history this is.
            return;
        }
        listening = now;
        history.begin();
        try {
            forgetAndHear(now);
        } finally {
            period = -1;
            listening = null;
            history.end();
        }
    }

    private void forgetAndHear(Listening now) throws SQLException {
        answeredAt = System.nanoTime();
        // First listen, then forget: what changed before was not heard, and what changes from now on is.
        changes.publish(new TenantChange.Everything());
        period = PERIODS.incrementAndGet();
        pauses.reset();
        complained = false;
        logger.debug("Listening to changes of tenants");
        while (!isOver()) {
            now.await().forEach(changes::publish);
            answeredAt = System.nanoTime();
        }
    }

    private void complain(Exception failure) {
        if (isOver()) {
            return;
        }
        String message =
                "Changes of tenants made by other nodes are noticed late, when the time limit of the cache is up,"
                        + " because the connection that listens to them is interrupted: " + failure.getMessage();
        if (complained) {
            logger.debug(message, failure);
        } else {
            logger.warn(message);
        }
        complained = true;
    }

    private void pause() {
        try {
            if (ended.await(pauses.next().toMillis(), TimeUnit.MILLISECONDS)) {
                logger.debug("Not listening to changes of tenants any more");
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts a thread of ours; if somebody does, it is to end.
            ended.countDown();
        }
    }

    private boolean isOver() {
        return ended.getCount() == 0;
    }

    private void close() {
        Listening now = listening;
        if (now != null) {
            now.close();
        }
    }

    @FunctionalInterface
    interface Source {

        Listening begin() throws SQLException;
    }
}
