package io.tenantschemas.benchmarks.migration;

/** A way to migrate. */
public enum Way {
    /** This library: what the command {@code migrate-schemas} does, and saving a tenant. */
    LIBRARY("this library"),

    /** Flyway, for one schema after the other by several threads. */
    FLYWAY("Flyway loop"),

    /** Several {@code psql} that read the same files. */
    PSQL("parallel psql");

    private final String title;

    Way(String title) {
        this.title = title;
    }

    /** Returns how results call it. */
    public String title() {
        return title;
    }
}
