package io.tenantschemas.registry.postgresql;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantChangeHearing;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;

/**
 * Listens to what other nodes, and everybody else who sends notifications, do to tenants, and tells this node.
 *
 * <p>One daemon thread and one connection, for as long as this runs. When the connection breaks there is another one, sooner
 * or later; since nobody knows what was said in between, everything counts as changed then. Meanwhile what is remembered of
 * tenants lives no longer than the time limit of its cache.
 */
public final class TenantChangeReceiver implements SmartLifecycle, TenantChangeHearing {

    // Before what serves requests, and stopped after it.
    private static final int PHASE = 0;

    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource dataSource;

    private final TenantChannel channel;

    private final TenantChangePublisher changes;

    private final Duration poll;

    private final Duration patience;

    private final ListeningHistory history;

    private volatile @Nullable ListeningThread thread;

    /**
     * Creates a receiver.
     *
     * @param dataSource where the connection comes from: straight from the server, because poolers that change servers between
     *     transactions lose notifications, and not out of a pool that others wait for
     * @param channel the channel to listen to
     * @param changes who is told
     */
    public TenantChangeReceiver(DataSource dataSource, TenantChannel channel, TenantChangePublisher changes) {
        this(dataSource, channel, changes, POLL, PATIENCE, Clock.systemUTC());
    }

    /** As above; looks after the connection if nothing was heard for {@code poll}, and gives it up after {@code patience}. */
    TenantChangeReceiver(
            DataSource dataSource,
            TenantChannel channel,
            TenantChangePublisher changes,
            Duration poll,
            Duration patience,
            Clock clock) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(channel, "'channel' must not be null");
        Assert.notNull(changes, "'changes' must not be null");
        this.dataSource = dataSource;
        this.channel = channel;
        this.changes = changes;
        this.poll = poll;
        this.patience = patience;
        this.history = new ListeningHistory(clock);
    }

    /** Returns whether changes of other nodes are heard at present, as far as anybody can know. */
    public boolean isListening() {
        return state().isListening();
    }

    /** Returns whether changes of other nodes are heard, since when, and how often they were not for a while. */
    public ListeningState state() {
        return history.state();
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is certain for three seconds after each sign of life of the connection, for which this looks every second: a
     * connection that dies without a word is noticed no sooner.
     */
    @Override
    public long uninterrupted() {
        ListeningThread now = thread;
        return now == null ? -1 : now.periodOf(poll.multipliedBy(3));
    }

    /** Starts to listen, without waiting for the database. */
    @Override
    public synchronized void start() {
        if (thread == null) {
            thread = new ListeningThread(
                    () -> Listening.begin(dataSource, channel, poll, patience), changes, history, new Pauses());
            thread.start();
        }
    }

    /** Stops to listen and closes the connection. */
    @Override
    public void stop() {
        ListeningThread stopped;
        synchronized (this) {
            stopped = thread;
            thread = null;
        }
        if (stopped != null) {
            stopped.end();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
