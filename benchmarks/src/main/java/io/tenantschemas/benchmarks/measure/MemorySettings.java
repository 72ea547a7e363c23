package io.tenantschemas.benchmarks.measure;

import java.util.List;

import io.tenantschemas.benchmarks.load.Distribution;

/**
 * How the memory of PostgreSQL's processes is measured.
 *
 * @param contestants whose processes, one after the other
 * @param tenants how many tenants are asked for, evenly
 * @param samples how often memory is looked at
 * @param sampleMillis for how long the application is loaded before each look
 * @param connections how many requests are under way at the same time
 * @param pool how many connections to the database each has
 * @param jvmOptions for the JVM of each
 */
public record MemorySettings(
        List<Contestant> contestants,
        int tenants,
        int samples,
        long sampleMillis,
        int connections,
        int pool,
        List<String> jvmOptions) {

    Scenario scenario() {
        return new Scenario(tenants, Distribution.EVEN, 1, false, 0);
    }
}
