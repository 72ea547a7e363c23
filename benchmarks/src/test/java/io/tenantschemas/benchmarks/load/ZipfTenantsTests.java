package io.tenantschemas.benchmarks.load;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ZipfTenantsTests {

    private static final int TENANTS = 1000;

    private static final int CHOICES = 200_000;

    @Test
    void choosesTheFirstTwiceAsOftenAsTheSecond() {
        int[] chosen = choices();
        assertThat((double) chosen[1] / chosen[2]).isCloseTo(2, within(0.15));
    }

    @Test
    void choosesEachInProportionToItsPlace() {
        double harmonic = 0;
        for (int n = 1; n <= TENANTS; n++) {
            harmonic += 1.0 / n;
        }
        int[] chosen = choices();
        assertThat((double) chosen[1] / CHOICES).isCloseTo(1 / harmonic, within(0.01));
        assertThat((double) chosen[10] / CHOICES).isCloseTo(1 / harmonic / 10, within(0.002));
    }

    @Test
    void choosesTheLastToo() {
        assertThat(choices()[TENANTS]).isPositive();
    }

    @Test
    void choosesTheOnlyOne() {
        assertThat(new ZipfTenants(1, new SplittableRandom(1)).next()).isEqualTo(1);
    }

    private static int[] choices() {
        ZipfTenants tenants = new ZipfTenants(TENANTS, new SplittableRandom(42));
        int[] chosen = new int[TENANTS + 1];
        for (int i = 0; i < CHOICES; i++) {
            chosen[tenants.next()]++;
        }
        return chosen;
    }
}
