package io.tenantschemas.benchmarks.startup;

import java.util.List;

/**
 * How starting is measured on one server.
 *
 * @param tenants how many there are; in each round, the application is started once for each number
 * @param rounds how many rounds count
 * @param seed where the order of turns in each round is drawn from
 * @param properties what the application is told beside how it reaches the database
 * @param jvmOptions for its JVM
 */
public record StartupSettings(
        List<Integer> tenants, int rounds, long seed, List<String> properties, List<String> jvmOptions) {}
