package io.tenantschemas.registry.postgresql;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: longer each time, and not the same for all nodes, which would otherwise come back
 * to a server that has just started all at once.
 */
final class Pauses {

    private static final long SHORTEST = 200;

    private static final long LONGEST = 30_000;

    private long bound = SHORTEST;

    /** Returns the next pause, of between half and all of a bound that doubles each time. */
    Duration next() {
        long millis = ThreadLocalRandom.current().nextLong(bound / 2, bound + 1);
        bound = Math.min(LONGEST, bound * 2);
        return Duration.ofMillis(millis);
    }

    /** Begins again with the shortest. */
    void reset() {
        bound = SHORTEST;
    }
}
