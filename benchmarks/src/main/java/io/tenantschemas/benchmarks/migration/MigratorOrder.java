package io.tenantschemas.benchmarks.migration;

import java.util.List;

import io.tenantschemas.benchmarks.database.DatabaseAddress;

/**
 * What a JVM that migrates has to know.
 *
 * @param way how
 * @param turn what for
 * @param database where
 * @param locations where migrations are, as Flyway writes locations
 * @param parallelism how many tenants are migrated at the same time
 * @param properties what the library's application is told beside that
 */
record MigratorOrder(
        Way way,
        Turn turn,
        DatabaseAddress database,
        List<String> locations,
        int parallelism,
        List<String> properties) {

    /** Returns the same for other tenants. */
    MigratorOrder in(DatabaseAddress other) {
        return new MigratorOrder(way, turn, other, locations, parallelism, properties);
    }

    // Flyway takes two for each schema that it is at.
    int connections() {
        return Math.max(10, 2 * parallelism + 1);
    }
}
