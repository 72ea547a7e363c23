package io.tenantschemas.registry.postgresql;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListeningHistoryTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;

    private final ListeningHistory history = new ListeningHistory(new AdjustableClock());

    @Test
    void beginsWithoutListening() {
        now = START.plusSeconds(5);
        assertThat(history.state()).isEqualTo(new ListeningState(false, START, 0));
    }

    @Test
    void countsNoReconnectWhenItListensForTheFirstTime() {
        now = START.plusSeconds(5);
        history.begin();
        assertThat(history.state()).isEqualTo(new ListeningState(true, START.plusSeconds(5), 0));
    }

    @Test
    void countsEachTimeThatItComesBack() {
        history.begin();
        history.end();
        history.begin();
        now = START.plusSeconds(5);
        history.end();
        assertThat(history.state()).isEqualTo(new ListeningState(false, START.plusSeconds(5), 1));
        history.begin();
        assertThat(history.state().reconnects()).isEqualTo(2);
    }

    private final class AdjustableClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
