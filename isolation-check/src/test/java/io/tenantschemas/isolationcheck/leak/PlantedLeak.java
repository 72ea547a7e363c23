package io.tenantschemas.isolationcheck.leak;

import io.tenantschemas.routing.RoutingStrategy;

/** The leaks that there are to be planted. */
public enum PlantedLeak {

    /** No assertion of the path at checkout. */
    PATH_NOT_ASSERTED(true, Reports.ROWS_OF_OTHERS),

    /** A path that is set without regard to rollback. */
    PATH_SET_WITHOUT_REGARD_TO_ROLLBACK(false, Reports.ROWS_OF_OTHERS),

    /** A tenant that stays bound to a pooled thread. */
    TENANT_LEFT_BOUND(true, "A pooled thread is bound to"),

    /** A cache of tenants by name that nobody tells of a drop. */
    TENANTS_REMEMBERED_BY_NAME(true, "was bound|StaleTenantException"),

    /** A connection that is used after its tenant was dropped and the name given to another. */
    CONNECTION_KEPT_ACROSS_REUSE(
            true, "who was dropped, was used|was shown the schema of another tenant|was given a row"),

    /** A connection that is used when another tenant is bound. */
    CONNECTION_KEPT_ACROSS_SWITCH(true, "of another tenant was not refused|who was dropped, was used"),

    /** A temporary table that stays in the session. */
    TEMPORARY_TABLE_LEFT(true, "found what others left in the session");

    private final boolean autoCommit;

    private final String report;

    PlantedLeak(boolean autoCommit, String report) {
        this.autoCommit = autoCommit;
        this.report = report;
    }

    /** Returns a mistake for one application. */
    public Leak plant() {
        return switch (this) {
            case PATH_NOT_ASSERTED -> new NoAssertion();
            case PATH_SET_WITHOUT_REGARD_TO_ROLLBACK -> new ForgottenRollback();
            case TENANT_LEFT_BOUND -> new TenantLeftBound();
            case TENANTS_REMEMBERED_BY_NAME -> new RememberedByName();
            case CONNECTION_KEPT_ACROSS_REUSE -> new NeverRetired();
            case CONNECTION_KEPT_ACROSS_SWITCH -> new Unguarded();
            case TEMPORARY_TABLE_LEFT -> new TemporaryTableLeft();
        };
    }

    /** Returns whether it shows in a pool whose connections commit each statement by themselves. */
    public boolean autoCommit() {
        return autoCommit;
    }

    /** Returns a pattern of which the report has something if a run with that strategy found this leak and nothing else. */
    public String report(RoutingStrategy strategy) {
        // A statement that is let past the guard gets no path.
        return this == CONNECTION_KEPT_ACROSS_SWITCH && strategy == RoutingStrategy.QUALIFIED
                ? report + "|relation \"[a-z_]+\" does not exist"
                : report;
    }

    /** What is reported of a path that is wrong. */
    private static final class Reports {

        static final String ROWS_OF_OTHERS =
                "of another tenant|its own sequence|in reach|does not have the rows|does not exist";
    }
}
