package io.tenantschemas.registry.postgresql;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PausesTests {

    private final Pauses pauses = new Pauses();

    @Test
    void growUpToHalfAMinute() {
        assertThat(pauses.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(pauses.next()).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        for (int i = 0; i < 20; i++) {
            pauses.next();
        }
        assertThat(pauses.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void beginAgain() {
        pauses.next();
        pauses.next();
        pauses.reset();
        assertThat(pauses.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
