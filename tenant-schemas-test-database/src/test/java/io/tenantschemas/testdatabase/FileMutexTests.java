package io.tenantschemas.testdatabase;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileMutexTests {

    private final Path file;

    FileMutexTests(@TempDir Path directory) {
        this.file = directory.resolve("lock");
    }

    @Test
    void isHeldOnlyOnceInOneProcess() {
        FileMutex mutex = FileMutex.acquire(file, Duration.ZERO);
        try (mutex) {
            assertThat(FileMutex.tryAcquire(file)).isEmpty();
        }
    }

    @Test
    void isFreeAgainWhenItIsClosed() {
        FileMutex.acquire(file, Duration.ZERO).close();
        FileMutex.acquire(file, Duration.ZERO).close();
    }

    @Test
    void saysWhatItWaitedForInVain() {
        FileMutex mutex = FileMutex.acquire(file, Duration.ZERO);
        try (mutex) {
            assertThatThrownBy(() -> FileMutex.acquire(file, Duration.ofMillis(1)))
                    .isInstanceOf(PostgresServerException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
