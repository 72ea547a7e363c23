package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.tenant.TypeName;

/** Finds out what would run where, once for all schemas that have the same pending migrations. */
final class MigrationPlans {

    private final SchemaMigrator migrator;

    MigrationPlans(SchemaMigrator migrator) {
        this.migrator = migrator;
    }

    /** Returns a plan for each group, in the order of the first of each. */
    List<MigrationPlan> of(List<Pending> pending) {
        return groups(pending).stream().map(this::plan).toList();
    }

    private static Collection<List<MigrationTarget>> groups(List<Pending> pending) {
        Map<Work, List<MigrationTarget>> groups = new LinkedHashMap<>();
        for (Pending one : pending) {
            groups.computeIfAbsent(
                            new Work(one.target().scope(), one.target().type(), one.migrations()),
                            absent -> new ArrayList<>())
                    .add(one.target());
        }
        return groups.values();
    }

    private MigrationPlan plan(List<MigrationTarget> targets) {
        List<PlannedMigration> migrations = migrator.plan(targets.get(0));
        boolean differs = targets.size() > 1 && !migrator.plan(targets.get(1)).equals(migrations);
        return new MigrationPlan(targets, migrations, differs);
    }

    /** What is to be done; files of two types may have the same name. */
    private record Work(MigrationScope scope, Optional<TypeName> type, List<PendingMigration> migrations) {}
}
