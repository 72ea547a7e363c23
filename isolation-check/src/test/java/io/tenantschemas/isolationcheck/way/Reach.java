package io.tenantschemas.isolationcheck.way;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.TestDatabase;

/** How an application gets to the server. */
enum Reach {
    DIRECT,

    /** The same with statements that name the schema themselves. */
    QUALIFIED,

    /** Through PgBouncer in transaction mode: one session for the application's connections and for whoever else comes. */
    POOLER,

    /** The same with two sessions, for a transaction and another one in its midst. */
    POOLER_OF_TWO;

    /** Returns how statements find their tables. */
    RoutingStrategy strategy() {
        return this == QUALIFIED ? RoutingStrategy.QUALIFIED : RoutingStrategy.SEARCH_PATH;
    }

    @Nullable
    PgBouncer before(TestDatabase database) {
        return switch (this) {
            case DIRECT, QUALIFIED -> null;
            case POOLER -> PgBouncer.before(database, 1);
            case POOLER_OF_TWO -> PgBouncer.before(database, 2);
        };
    }
}
