package io.tenantschemas.provision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class UnfinishedDropsTests {

    private static final Tenant ACME = tenant(1, "acme");

    private static final Tenant GLOBEX = tenant(2, "globex");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final MigrationStop stop = new MigrationStop();

    private final ScriptedDrops dropped = new ScriptedDrops();

    private final UnfinishedDrops drops = new UnfinishedDrops(dropped, now::get);

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.DELETING, List.of());
    }

    private void waitAMinute() {
        now.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void leavesAloneWhatItSeesForTheFirstTime() {
        dropped.left.put(ACME, 30L);
        assertThat(drops.runNext(stop)).isFalse();
        assertThat(dropped.batches).isEmpty();
    }

    @Test
    void goesOnWithWhatNobodyHasTouchedForAMinute() {
        dropped.left.put(ACME, 30L);
        drops.runNext(stop);
        waitAMinute();
        drops.runNext(stop);
        assertThat(dropped.batches).containsExactly("acme 30");
    }

    @Test
    void leavesAloneWhatSomebodyElseIsAt() {
        dropped.left.put(ACME, 30L);
        for (int minute = 0; minute < 3; minute++) {
            drops.runNext(stop);
            waitAMinute();
            dropped.left.merge(ACME, -1L, Long::sum);
        }
        drops.runNext(stop);
        assertThat(dropped.batches).isEmpty();
    }

    @Test
    void dropsOneBatchAtATimeAndSaysWhetherThereIsMore() {
        dropped.left.put(ACME, 30L);
        drops.runNext(stop);
        waitAMinute();
        assertThat(drops.runNext(stop)).isTrue();
        assertThat(dropped.batches).containsExactly("acme 30");
        assertThat(drops.runNext(stop)).isTrue();
        assertThat(drops.runNext(stop)).isFalse();
        assertThat(dropped.batches).containsExactly("acme 30", "acme 20", "acme 10");
        assertThat(drops.runNext(stop)).isFalse();
        assertThat(dropped.batches).hasSize(3);
    }

    @Test
    void doesNotHoldUpTheNextForAFailure() {
        dropped.left.put(ACME, 10L);
        dropped.left.put(GLOBEX, 10L);
        dropped.failing = ACME;
        drops.runNext(stop);
        waitAMinute();
        while (drops.runNext(stop)) {
            assertThat(dropped.batches).hasSizeLessThan(10);
        }
        assertThat(dropped.batches).containsExactlyInAnyOrder("acme 10", "globex 10");
    }

    @Test
    void looksNoMoreThanOnceAMinute() {
        drops.runNext(stop);
        now.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        drops.runNext(stop);
        assertThat(dropped.looked).hasValue(1);
        now.incrementAndGet();
        drops.runNext(stop);
        assertThat(dropped.looked).hasValue(2);
    }

    @Test
    void waitsAMinuteAfterAFailureToo() {
        dropped.isAway = true;
        assertThatIllegalStateException().isThrownBy(() -> drops.runNext(stop));
        assertThat(drops.runNext(stop)).isFalse();
        assertThat(dropped.looked).hasValue(1);
    }

    /** Of each tenant, a batch takes ten. */
    private static final class ScriptedDrops implements UnfinishedDrops.Drops {

        private final Map<Tenant, Long> left = new HashMap<>();

        private final List<String> batches = new ArrayList<>();

        private final AtomicInteger looked = new AtomicInteger();

        private boolean isAway;

        private Tenant failing = tenant(3, "none");

        @Override
        public Map<Tenant, Long> left() {
            looked.incrementAndGet();
            if (isAway) {
                throw new IllegalStateException("no database");
            }
            return Map.copyOf(left);
        }

        @Override
        public OptionalLong goOn(Tenant tenant, long before, BooleanSupplier isStopped) {
            batches.add(tenant.schema() + " " + before);
            if (tenant.equals(failing)) {
                throw new UnfinishedDropException(tenant.schema(), true, new IllegalStateException("locked"));
            }
            return before > 10 ? OptionalLong.of(before - 10) : OptionalLong.empty();
        }
    }
}
