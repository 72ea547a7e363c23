package io.tenantschemas.benchmarks.migration;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantsDatabase;

/** What a JVM does before anything is measured: its order, for a few tenants in a database that is copied for it. */
final class Rehearsal implements AutoCloseable {

    private final ManyTenants tenants;

    private Rehearsal(ManyTenants tenants) {
        this.tenants = tenants;
    }

    /** Creates the tenants. */
    static Rehearsal of(MigrationSettings settings) {
        // Several for each thread, so that all threads have something to do.
        return new Rehearsal(ManyTenants.create(settings.tables(), 2 * settings.parallelism()));
    }

    /** Lets one who has no order do what it is about to be ordered. */
    void run(JavaContender contender, MigratorOrder order) {
        try (TenantsDatabase database = tenants.copy()) {
            contender.begin(order.in(database.address()));
            contender.migrate();
            contender.end();
        }
    }

    @Override
    public void close() {
        tenants.close();
    }
}
