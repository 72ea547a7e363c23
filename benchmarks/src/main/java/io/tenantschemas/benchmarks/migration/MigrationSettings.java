package io.tenantschemas.benchmarks.migration;

import java.util.List;

import io.tenantschemas.benchmarks.database.TenantTables;

/**
 * How migrating is measured on one server.
 *
 * @param ways who takes part
 * @param turns what there is to do
 * @param tables which tables tenants have
 * @param tenants how many there are, one number after the other
 * @param parallelism how many are migrated at the same time, in each way
 * @param rounds how many rounds count
 * @param seed where the order of turns in each round is drawn from
 * @param cold whether a JVM does for the first time what is measured
 * @param signUps how many tenants each way makes in a round
 * @param warmUp how many tenants each way makes before the first round
 * @param psql the program
 * @param properties what the library's application is told beside how it reaches the database
 * @param jvmOptions for each JVM that takes part
 */
public record MigrationSettings(
        List<Way> ways,
        List<Turn> turns,
        TenantTables tables,
        List<Integer> tenants,
        int parallelism,
        int rounds,
        long seed,
        boolean cold,
        int signUps,
        int warmUp,
        String psql,
        List<String> properties,
        List<String> jvmOptions) {}
