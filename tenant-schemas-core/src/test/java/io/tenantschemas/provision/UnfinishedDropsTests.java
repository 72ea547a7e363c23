package io.tenantschemas.provision;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationStop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class UnfinishedDropsTests {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final AtomicInteger looked = new AtomicInteger();

    private final MigrationStop stop = new MigrationStop();

    private final UnfinishedDrops drops = new UnfinishedDrops(told -> looked.incrementAndGet(), now::get);

    @Test
    void looksAtOnce() {
        assertThat(drops.runNext(stop)).isFalse();
        assertThat(looked).hasValue(1);
    }

    @Test
    void looksNoMoreThanOnceAMinute() {
        drops.runNext(stop);
        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);

        drops.runNext(stop);

        assertThat(looked).hasValue(1);
    }

    @Test
    void looksAgainAfterAMinute() {
        drops.runNext(stop);
        now.addAndGet(Duration.ofMinutes(1).toNanos());

        drops.runNext(stop);

        assertThat(looked).hasValue(2);
    }

    @Test
    void waitsAMinuteAfterAFailureToo() {
        UnfinishedDrops failing = new UnfinishedDrops(
                told -> {
                    looked.incrementAndGet();
                    throw new IllegalStateException("no database");
                },
                now::get);
        assertThatIllegalStateException().isThrownBy(() -> failing.runNext(stop));

        assertThat(failing.runNext(stop)).isFalse();
        assertThat(looked).hasValue(1);
    }
}
