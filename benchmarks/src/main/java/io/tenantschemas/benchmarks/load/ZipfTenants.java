package io.tenantschemas.benchmarks.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Chooses the n-th with a probability in proportion to 1/n. */
final class ZipfTenants implements Distribution.Tenants {

    private final RandomGenerator random;

    /** At n - 1 the probability of the first n together. */
    private final double[] upTo;

    ZipfTenants(int tenants, RandomGenerator random) {
        this.random = random;
        this.upTo = new double[tenants];
        double sum = 0;
        for (int i = 0; i < tenants; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        for (int i = 0; i < tenants; i++) {
            upTo[i] /= sum;
        }
    }

    @Override
    public int next() {
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        int index = found >= 0 ? found + 1 : -found - 1;
        return 1 + Math.min(index, upTo.length - 1);
    }
}
