package io.tenantschemas.benchmarks.network;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what goes on between an application and PostgreSQL, on all of its connections. How long the application waits is
 * exact only while it uses one connection at a time.
 */
public final class Conversation {

    private static final int QUERY = 'Q';

    private static final int EXECUTE = 'E';

    private static final int SYNC = 'S';

    private static final int READY_FOR_QUERY = 'Z';

    private final AtomicLong statements = new AtomicLong();

    private final AtomicLong roundTrips = new AtomicLong();

    private final AtomicLong waitedNanos = new AtomicLong();

    /** When the last question was asked that was not answered yet, or 0. */
    private final AtomicLong asked = new AtomicLong();

    /**
     * What was counted.
     *
     * @param statements how many statements were executed, {@code BEGIN} and {@code COMMIT} among them
     * @param roundTrips how often the application waited for an answer
     * @param waitedNanos for how long it did
     */
    public record Counts(long statements, long roundTrips, long waitedNanos) {

        /** Returns what was counted since then. */
        public Counts since(Counts before) {
            return new Counts(
                    statements - before.statements, roundTrips - before.roundTrips, waitedNanos - before.waitedNanos);
        }
    }

    /** Returns what was counted up to now. */
    public Counts counts() {
        return new Counts(statements.get(), roundTrips.get(), waitedNanos.get());
    }

    void request(int type) {
        if (type == QUERY || type == EXECUTE) {
            statements.incrementAndGet();
        }
        if (type == QUERY || type == SYNC) {
            // The driver waits for the answer to each of these, and to nothing else.
            asked.set(System.nanoTime());
            roundTrips.incrementAndGet();
        }
    }

    void answer(int type) {
        if (type == READY_FOR_QUERY) {
            long since = asked.getAndSet(0);
            waitedNanos.addAndGet(since == 0 ? 0 : System.nanoTime() - since);
        }
    }
}
