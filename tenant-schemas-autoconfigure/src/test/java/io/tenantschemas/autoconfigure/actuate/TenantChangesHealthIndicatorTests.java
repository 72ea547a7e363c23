package io.tenantschemas.autoconfigure.actuate;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;

import io.tenantschemas.registry.postgresql.ListeningState;

import static org.assertj.core.api.Assertions.assertThat;

class TenantChangesHealthIndicatorTests {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static Health health(@Nullable ListeningState state) {
        return new TenantChangesHealthIndicator(() -> Optional.ofNullable(state)).health();
    }

    @Test
    void tellsSinceWhenItListens() {
        assertThat(health(new ListeningState(true, SINCE, 3)))
                .isEqualTo(Health.up()
                        .withDetail("listening", "yes")
                        .withDetail("since", SINCE)
                        .withDetail("reconnects", 3L)
                        .build());
    }

    @Test
    void isUpWhileItDoesNotListen() {
        assertThat(health(new ListeningState(false, SINCE, 0)))
                .isEqualTo(Health.up()
                        .withDetail("listening", "no")
                        .withDetail("since", SINCE)
                        .withDetail("reconnects", 0L)
                        .build());
    }

    @Test
    void saysThatItIsNotMeantToListen() {
        assertThat(health(null))
                .isEqualTo(Health.up().withDetail("listening", "not configured").build());
    }
}
