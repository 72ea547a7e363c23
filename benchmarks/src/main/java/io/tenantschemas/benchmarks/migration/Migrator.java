package io.tenantschemas.benchmarks.migration;

/** Somebody in this JVM who migrates. */
interface Migrator extends AutoCloseable {

    /** Migrates all tenants. */
    void migrate();

    /** Makes a new tenant. */
    void signUp(String schema);

    /** Migrates all tenants and looks at what is alive then. */
    Heap look();

    @Override
    void close();
}
