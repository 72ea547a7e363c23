package io.tenantschemas.migrate;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.tenant.SchemaName;

/** A migrator without a database that remembers what it was asked for. */
final class RecordingMigrator implements SchemaMigrator {

    final List<String> migrated = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Runnable> before = new HashMap<>();

    RecordingMigrator failingFor(String schema) {
        return before(schema, () -> {
            throw new SchemaMigrationException(
                    MigrationTarget.tenant(SchemaName.of(schema)),
                    new MigrationFailure(
                            "duplicate key", "V2__unique.sql", 3, "CREATE UNIQUE INDEX", "23505", null, null),
                    null);
        });
    }

    RecordingMigrator before(String schema, Runnable action) {
        before.put(schema, action);
        return this;
    }

    @Override
    public Done migrate(MigrationTarget target) {
        migrated.add(target.scope() + " " + target);
        before.getOrDefault(target.toString(), () -> {}).run();
        return new Migrated(target, null, "1", 1, Duration.ZERO);
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        return new Pending(target, null, List.of(new PendingMigration("1", "first", "V1__first.sql", true)));
    }
}
