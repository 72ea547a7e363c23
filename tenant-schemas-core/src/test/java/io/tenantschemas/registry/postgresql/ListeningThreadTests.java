package io.tenantschemas.registry.postgresql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.tenantschemas.registry.TenantChangePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Attempts to listen to a server that is away. */
class ListeningThreadTests {

    private final List<Long> attempts = new CopyOnWriteArrayList<>();

    private Listening refuse() throws SQLException {
        attempts.add(System.nanoTime());
        throw new SQLTransientConnectionException("The server is away.");
    }

    private Duration pauseAfter(int attempt) {
        return Duration.ofNanos(attempts.get(attempt + 1) - attempts.get(attempt));
    }

    @Test
    void comeAfterPausesThatGrow() {
        ListeningThread thread = new ListeningThread(
                this::refuse,
                new TenantChangePublisher(Stream::empty),
                new ListeningHistory(Clock.systemUTC()),
                new Pauses());
        thread.start();
        try {
            await().until(() -> attempts.size() > 3);
        } finally {
            thread.end();
        }

        // How much longer than that they are is up to chance, and to the machine.
        assertThat(pauseAfter(0)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(pauseAfter(1)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(pauseAfter(2)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }
}
