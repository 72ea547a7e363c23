package io.tenantschemas.routing;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BusyTenantsTests {

    // Where the clock stands is no matter, and may be below zero.
    private static final long START = -TimeUnit.SECONDS.toNanos(2);

    private final BusyTenants tenants = new BusyTenants();

    private boolean mayWait(long tenant, long millis) {
        return tenants.mayWait(tenant, START + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void threeTimesASecondATenantWaits() {
        assertThat(mayWait(1, 0)).isTrue();
        assertThat(mayWait(1, 300)).isTrue();
        assertThat(mayWait(1, 600)).isTrue();
        assertThat(mayWait(1, 900)).isFalse();
        assertThat(mayWait(1, 999)).isFalse();
        assertThat(mayWait(1, 1_000)).isTrue();
    }

    @Test
    void eachTenantIsCountedByItself() {
        for (int i = 0; i < 4; i++) {
            mayWait(1, i);
        }

        assertThat(mayWait(2, 5)).isTrue();
        assertThat(mayWait(1, 5)).isFalse();
    }

    @Test
    void doesNotGrowWithTheNumberOfTenants() {
        for (long tenant = 0; tenant < 9_999; tenant++) {
            mayWait(tenant, 0);
        }
        for (int i = 0; i < 4; i++) {
            mayWait(0, 1);
        }
        assertThat(mayWait(0, 2)).isFalse();

        mayWait(10_000, 3);
        mayWait(10_001, 3);
        assertThat(mayWait(0, 4)).isTrue();
    }
}
