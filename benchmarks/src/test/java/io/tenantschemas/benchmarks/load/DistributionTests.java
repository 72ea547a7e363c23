package io.tenantschemas.benchmarks.load;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DistributionTests {

    @Test
    void takesTurns() {
        Distribution.Tenants tenants = Distribution.IN_TURN.among(3, new SplittableRandom(1));
        assertThat(IntStream.range(0, 7).map(i -> tenants.next())).containsExactly(1, 2, 3, 1, 2, 3, 1);
    }

    @Test
    void choosesAllAsOften() {
        Distribution.Tenants tenants = Distribution.EVEN.among(4, new SplittableRandom(1));
        int[] chosen = new int[5];
        for (int i = 0; i < 40_000; i++) {
            chosen[tenants.next()]++;
        }
        assertThat(chosen[0]).isZero();
        assertThat(IntStream.rangeClosed(1, 4).map(tenant -> chosen[tenant])).allMatch(n -> n > 9500 && n < 10_500);
    }
}
