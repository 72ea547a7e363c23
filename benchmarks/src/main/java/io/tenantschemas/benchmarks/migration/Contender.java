package io.tenantschemas.benchmarks.migration;

import java.util.List;

/** Somebody in a process of its own who is ready to migrate. */
interface Contender extends AutoCloseable {

    /** Migrates all tenants, and returns when that is done. */
    void migrate();

    /** Makes these tenants, one after the other, and returns when that is done. */
    void signUp(List<String> schemas);

    /** Returns for how many milliseconds processors worked for it; zero where that is not told. */
    double processorMillis();

    @Override
    void close();
}
