package io.tenantschemas.isolationcheck.way;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.TestDatabase;

/** How an application gets to the server. */
enum Reach {
    DIRECT,

    /** The same with statements that name the schema themselves, of tenants that have nothing but tables. */
    QUALIFIED,

    /** The same with tenants that have roles of the server. */
    ROLE,

    /** Through PgBouncer in transaction mode: one session for the application's connections and for whoever else comes. */
    POOLER,

    /** The same with two sessions, for a transaction and another one in its midst. */
    POOLER_OF_TWO,

    /** Through PgBouncer with tenants that have roles of the server. */
    ROLE_BEHIND_POOLER;

    /** Returns how statements find their tables. */
    RoutingStrategy strategy() {
        return switch (this) {
            case QUALIFIED -> RoutingStrategy.QUALIFIED;
            case ROLE, ROLE_BEHIND_POOLER -> RoutingStrategy.ROLE;
            default -> RoutingStrategy.SEARCH_PATH;
        };
    }

    boolean hasRoutines() {
        return this != QUALIFIED;
    }

    boolean hasRoles() {
        return strategy() == RoutingStrategy.ROLE;
    }

    @Nullable
    PgBouncer before(TestDatabase database) {
        return switch (this) {
            case DIRECT, QUALIFIED, ROLE -> null;
            case POOLER, ROLE_BEHIND_POOLER -> PgBouncer.before(database, 1);
            case POOLER_OF_TWO -> PgBouncer.before(database, 2);
        };
    }
}
