package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What there is outside of the schemas of tenants that may find names by the path when it runs. Asked now and then. */
final class SharedRoutines {

    private final ConnectionRouter router;

    private final MigratedSchemas migrated;

    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    private volatile boolean tableIsThere;

    SharedRoutines(ConnectionRouter router) {
        this.router = router;
        this.migrated = router.migratedSchemas();
    }

    /**
     * Returns what there was when the server was asked last, which was within the last ten seconds and after the last shared
     * migration.
     */
    Answer ask(Connection connection) throws SQLException {
        // First: what is migrated from here on may not be in the answer.
        long migration = migrated.last();
        Answer last = known();
        long now = router.whereabouts().nanoTime();
        // Whoever comes while one asks goes by the last answer.
        Answer meanwhile = last == null ? null : last.asOf(now);
        if (last != null && (!last.isOldAt(now) || !answer.compareAndSet(last, meanwhile))) {
            return last;
        }
        try {
            return askServer(connection, now, migration);
        } catch (SQLException | RuntimeException | Error failure) {
            answer.compareAndSet(meanwhile, last);
            throw failure;
        }
    }

    /** Returns what there was when the server was asked last, or null if it was not. */
    @Nullable
    Answer last() {
        return answer.get();
    }

    /** Returns the same, or null if it was not asked since the last shared migration. */
    @Nullable
    Answer known() {
        Answer last = answer.get();
        return last == null
                        || migrated.wereAfter(last.migration(), router.paths().publicSchema())
                ? null
                : last;
    }

    private Answer askServer(Connection connection, long now, long migration) throws SQLException {
        boolean hasTenants = hasTenants(connection);
        Answer fresh = OutsideTransactions.run(
                connection,
                () -> LastAnswer.of(connection, question(hasTenants), row -> Answer.of(row, now, migration)));
        answer.set(fresh);
        return fresh;
    }

    // Before its first migration, an application has no table of tenants, and needs connections to make it.
    private boolean hasTenants(Connection connection) throws SQLException {
        Optional<TenantRows> rows = router.rows();
        if (!tableIsThere && rows.isPresent()) {
            String table = rows.get().table().replace("'", "''");
            String isThere = "SELECT pg_catalog.to_regclass('" + table + "') IS NOT NULL";
            tableIsThere = OutsideTransactions.run(
                    connection, () -> LastAnswer.of(connection, isThere, row -> row.getBoolean(1)));
        }
        return tableIsThere;
    }

    private String question(boolean hasTenants) {
        String routines = NamesAtRunTime.routinesOutside(router.rows()
                .filter(rows -> hasTenants)
                .map(rows -> rows.conditionForAnyBy("n.nspname"))
                .orElse("false"));
        return "SELECT count(*) > 0, "
                + NamesAtRunTime.inExpressionsOf(sharedSchemas())
                + ", min(n.nspname || '.' || p.proname) FILTER (WHERE " + NamesAtRunTime.FINDS_NAMES + ") FROM "
                + routines;
    }

    private String sharedSchemas() {
        return router.paths().shared().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }

    /**
     * What the server said.
     *
     * @param routines whether there are routines, but for those of the system and of extensions
     * @param expressions whether something that is kept of shared tables asks for the path
     * @param finder one of the routines that find names by the path when they run, or null if there is none
     * @param at when that was
     * @param migration the last migration before that
     */
    record Answer(
            boolean routines, boolean expressions, @Nullable String finder, long at, long migration) {

        private static final long GOOD_FOR = TimeUnit.SECONDS.toNanos(10);

        static Answer of(ResultSet row, long at, long migration) throws SQLException {
            return new Answer(row.getBoolean(1), row.getBoolean(2), row.getString(3), at, migration);
        }

        boolean isOldAt(long time) {
            return time - at >= GOOD_FOR;
        }

        Answer asOf(long time) {
            return new Answer(routines, expressions, finder, time, migration);
        }

        /** Returns whether what is done with shared tables may find names by the path, or leave something in the session. */
        boolean areBehindTables() {
            return routines || expressions;
        }

        /** Returns whether something finds names by the path when it runs, or asks for the path. */
        boolean findNames() {
            return expressions || finder != null;
        }

        /** Returns why that is so, or is not. */
        String reason() {
            if (finder != null) {
                return "because routines outside of the tenants' schemas, such as %s, find names by the search path when they"
                                .formatted(finder)
                        + " run: give each a path of its own, by ALTER ROUTINE ... SET search_path, or drop it";
            }
            return expressions
                    ? "because a shared table has a default, a constraint, a policy, a view or a rule that asks for the search path or draws"
                            + " numbers unseen"
                    : "because nothing outside of the tenants' schemas finds names by the search path";
        }
    }
}
