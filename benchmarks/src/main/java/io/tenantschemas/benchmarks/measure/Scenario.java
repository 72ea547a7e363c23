package io.tenantschemas.benchmarks.measure;

import io.tenantschemas.benchmarks.load.Distribution;

/**
 * What all contestants go through.
 *
 * @param tenants how many tenants are asked for
 * @param distribution how often which of them is
 * @param variants in how many wordings the page's five statements are used
 * @param virtualThreads whether applications use virtual threads
 * @param delayMillis how much longer a round trip to the database takes than on this machine
 */
public record Scenario(
        int tenants, Distribution distribution, int variants, boolean virtualThreads, double delayMillis) {

    private static final int STATEMENTS = 5;

    /** Returns what sets it apart, in words. */
    public String title() {
        return "%d %s%s%s%s"
                .formatted(
                        tenants,
                        tenants == 1
                                ? "tenant"
                                : distribution == Distribution.ZIPF ? "tenants, Zipf" : "tenants, evenly",
                        variants == 1 ? "" : ", %d statements".formatted(STATEMENTS * variants),
                        virtualThreads ? ", virtual threads" : "",
                        delayMillis == 0 ? "" : ", +%s ms".formatted(delayMillis));
    }
}
