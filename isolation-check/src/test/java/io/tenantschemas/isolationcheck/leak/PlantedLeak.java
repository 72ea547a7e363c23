package io.tenantschemas.isolationcheck.leak;

import java.util.function.Supplier;

/** The leaks that there are to be planted. */
public enum PlantedLeak {

    /** No assertion of the path at checkout. */
    PATH_NOT_ASSERTED(NoAssertion::new, true, Reports.ROWS_OF_OTHERS),

    /** A path that is set without regard to rollback. */
    PATH_SET_WITHOUT_REGARD_TO_ROLLBACK(ForgottenRollback::new, false, Reports.ROWS_OF_OTHERS),

    /** A tenant that stays bound to a pooled thread. */
    TENANT_LEFT_BOUND(TenantLeftBound::new, true, "A pooled thread is bound to"),

    /** A cache of tenants by name that nobody tells of a drop. */
    TENANTS_REMEMBERED_BY_NAME(RememberedByName::new, true, "was bound|StaleTenantException"),

    /** A connection that is used after its tenant was dropped and the name given to another. */
    CONNECTION_KEPT_ACROSS_REUSE(
            NeverRetired::new,
            true,
            "who was dropped, was used|was shown the schema of another tenant|was given a row"),

    /** A connection that is used when another tenant is bound. */
    CONNECTION_KEPT_ACROSS_SWITCH(Unguarded::new, true, "of another tenant was not refused|who was dropped, was used"),

    /** A temporary table that stays in the session. */
    TEMPORARY_TABLE_LEFT(TemporaryTableLeft::new, true, "found what others left in the session");

    private final Supplier<Leak> leak;

    private final boolean autoCommit;

    private final String report;

    PlantedLeak(Supplier<Leak> leak, boolean autoCommit, String report) {
        this.leak = leak;
        this.autoCommit = autoCommit;
        this.report = report;
    }

    /** Returns a mistake for one application. */
    public Leak plant() {
        return leak.get();
    }

    /** Returns whether it shows in a pool whose connections commit each statement by themselves. */
    public boolean autoCommit() {
        return autoCommit;
    }

    /** Returns a pattern of which the report has something if the run found this leak and nothing else. */
    public String report() {
        return report;
    }

    /** What is reported of a path that is wrong. */
    private static final class Reports {

        static final String ROWS_OF_OTHERS =
                "of another tenant|its own sequence|in reach|does not have the rows|does not exist";
    }
}
