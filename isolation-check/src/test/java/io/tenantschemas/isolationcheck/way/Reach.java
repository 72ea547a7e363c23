package io.tenantschemas.isolationcheck.way;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.TestDatabase;

/** How an application gets to the server. */
enum Reach {
    DIRECT,

    /** Through PgBouncer in transaction mode: one session for the application's connections and for whoever else comes. */
    POOLER;

    @Nullable
    PgBouncer before(TestDatabase database) {
        return this == POOLER ? PgBouncer.before(database, 1) : null;
    }
}
