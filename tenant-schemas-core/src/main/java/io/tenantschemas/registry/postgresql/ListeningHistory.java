package io.tenantschemas.registry.postgresql;

import java.time.Clock;

/** Keeps account of when this node began to listen and when it was interrupted. */
final class ListeningHistory {

    private final Clock clock;

    private volatile ListeningState state;

    private boolean listenedBefore;

    ListeningHistory(Clock clock) {
        this.clock = clock;
        this.state = new ListeningState(false, clock.instant(), 0);
    }

    ListeningState state() {
        return state;
    }

    synchronized void begin() {
        state = new ListeningState(true, clock.instant(), state.reconnects() + (listenedBefore ? 1 : 0));
        listenedBefore = true;
    }

    synchronized void end() {
        state = new ListeningState(false, clock.instant(), state.reconnects());
    }
}
