package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.migrate.MigrationPlan;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PlannedMigration;

/** Writes what would run where, for people. */
final class MigrationText {

    /** So many schemas are named; whoever wants to know all asks for JSON. */
    private static final int NAMED = 10;

    private MigrationText() {}

    static void write(List<MigrationPlan> plans, PrintWriter out) {
        plans.forEach(plan -> write(plan, out));
        out.flush();
    }

    private static void write(MigrationPlan plan, PrintWriter out) {
        out.printf("%n%s: %s%n", Numbers.count(plan.targets().size(), "schema"), names(plan.targets()));
        if (plan.differs()) {
            out.printf(
                    "The SQL depends on the schema; this is that of %s.%n",
                    plan.targets().get(0));
        }
        plan.migrations().forEach(migration -> write(migration, out));
    }

    private static String names(List<MigrationTarget> targets) {
        String names =
                targets.stream().limit(NAMED).map(MigrationTarget::toString).collect(Collectors.joining(", "));
        int others = targets.size() - NAMED;
        return others > 0 ? names + " and " + Numbers.count(others, "other") : names;
    }

    private static void write(PlannedMigration planned, PrintWriter out) {
        String how = planned.migration().transactional() ? "" : ", not in a transaction";
        String sql = planned.sql();
        if (sql == null) {
            out.printf(
                    "would run %s%s, whose SQL cannot be shown (%s)%n",
                    planned.migration().script(), how, kind(planned));
        } else {
            out.printf("would run %s%s:%n%n%s%n%n", planned.migration().script(), how, sql.strip());
        }
    }

    private static String kind(PlannedMigration planned) {
        return planned.kind().equals("JDBC") ? "a Java migration" : "of kind " + planned.kind();
    }
}
