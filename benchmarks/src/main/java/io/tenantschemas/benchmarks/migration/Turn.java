package io.tenantschemas.benchmarks.migration;

/** What there is to do. */
public enum Turn {
    /** All tenants are up to date. */
    NOTHING("nothing to do"),

    /** One migration is pending for every tenant. */
    ONE("one migration for each tenant"),

    /** A tenant signs up: a new schema with all tables. */
    SIGN_UP("a new tenant"),

    /** Memory of the library's JVM, after it has done one migration for each tenant. */
    HEAP("live heap");

    private final String title;

    Turn(String title) {
        this.title = title;
    }

    /** Returns it in words. */
    public String title() {
        return title;
    }
}
