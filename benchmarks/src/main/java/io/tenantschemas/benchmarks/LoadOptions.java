package io.tenantschemas.benchmarks;

import picocli.CommandLine.Option;

/** How hard an application is loaded at a time. */
final class LoadOptions {

    @Option(names = "--connections", description = "How many requests are under way at the same time.")
    private int connections;

    @Option(names = "--pool", description = "How many connections to the database each application has.")
    private int pool;

    /** Creates options; so many of both unless other numbers are named. */
    LoadOptions(int number) {
        this.connections = number;
        this.pool = number;
    }

    int connections() {
        return connections;
    }

    int pool() {
        return pool;
    }
}
