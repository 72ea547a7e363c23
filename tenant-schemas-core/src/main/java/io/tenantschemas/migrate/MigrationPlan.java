package io.tenantschemas.migrate;

import java.util.List;

import org.springframework.util.Assert;

/**
 * What would run in schemas that have the same pending migrations.
 *
 * @param targets the schemas, at least one
 * @param migrations what would run in each of them, in order, as for the first
 * @param differs whether the text depends on the schema, so that the others' is not the same
 */
public record MigrationPlan(List<MigrationTarget> targets, List<PlannedMigration> migrations, boolean differs) {

    /** Checks that there is a schema, and copies the lists. */
    public MigrationPlan {
        Assert.notEmpty(targets, "'targets' must not be empty");
        targets = List.copyOf(targets);
        migrations = List.copyOf(migrations);
    }
}
