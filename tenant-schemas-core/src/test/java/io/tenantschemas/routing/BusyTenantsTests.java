package io.tenantschemas.routing;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BusyTenantsTests {

    // Where the clock stands is no matter, and may be below zero.
    private static final long START = -TimeUnit.SECONDS.toNanos(2);

    private final BusyTenants tenants = new BusyTenants(TimeUnit.MILLISECONDS.toNanos(50));

    private boolean mayWait(long tenant, long millis) {
        return tenants.mayWait(tenant, START + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private boolean mayWaitAtHome(long tenant, long millis) {
        return tenants.mayWaitAtHome(tenant, START + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void waited(long tenant, long forMillis, long millis) {
        tenants.waited(tenant, TimeUnit.MILLISECONDS.toNanos(forMillis), START + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void inASecondATenantWaitsForSoLong() {
        assertThat(mayWaitAtHome(1, 0)).isTrue();
        waited(1, 20, 0);
        waited(1, 29, 500);
        assertThat(mayWaitAtHome(1, 500)).isTrue();
        waited(1, 1, 600);
        assertThat(mayWaitAtHome(1, 601)).isFalse();
        assertThat(mayWaitAtHome(1, 999)).isFalse();
        assertThat(mayWaitAtHome(1, 1_000)).isTrue();
    }

    @Test
    void whatWasBeforeDoesNotCount() {
        waited(1, 49, 0);
        waited(1, 49, 1_000);
        assertThat(mayWaitAtHome(1, 1_001)).isTrue();
        waited(1, 1, 1_999);
        assertThat(mayWaitAtHome(1, 1_999)).isFalse();
    }

    @Test
    void eachTenantIsCountedByItself() {
        waited(1, 50, 0);

        assertThat(mayWaitAtHome(2, 5)).isTrue();
        assertThat(mayWaitAtHome(1, 5)).isFalse();
    }

    @Test
    void doesNotGrowWithTheNumberOfTenants() {
        for (long tenant = 0; tenant < 10_000; tenant++) {
            waited(tenant, 50, 0);
        }
        assertThat(mayWaitAtHome(0, 2)).isFalse();

        waited(10_000, 50, 3);
        assertThat(mayWaitAtHome(0, 4)).isTrue();
        assertThat(mayWaitAtHome(10_000, 4)).isFalse();
    }

    @Test
    void waitsFourTimesAsLongBeforeItGoesAnywhere() {
        waited(1, 199, 0);
        assertThat(mayWait(1, 1)).isTrue();
        waited(1, 1, 2);
        assertThat(mayWait(1, 3)).isFalse();
        assertThat(mayWait(1, 1_000)).isTrue();
    }
}
