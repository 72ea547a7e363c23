package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;

/** A migrator without a database that remembers what it was asked for. */
final class RecordingMigrator implements SchemaMigrator {

    final List<String> migrated = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, Runnable> before = new HashMap<>();

    String state = "as before";

    private boolean areAlike;

    private boolean isUpToDate;

    private final Map<String, Integer> busy = new ConcurrentHashMap<>();

    private boolean isUnreachable;

    /** Lets the database be gone once a schema was migrated. */
    RecordingMigrator unreachableFromTheSecondOn() {
        isUnreachable = true;
        return this;
    }

    private void refuseIfGone() {
        if (isUnreachable && !migrated.isEmpty()) {
            throw new DatabaseUnreachableException(new SQLException("refused"));
        }
    }

    /** Lets another process be at a tenant so many times. */
    RecordingMigrator busy(String schema, int times) {
        busy.put(schema, times);
        return this;
    }

    /** Lets a schema wait for locks for too long so many times. */
    RecordingMigrator lockedFor(String schema, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return before(schema, () -> {
            if (left.getAndDecrement() > 0) {
                throw new SchemaMigrationException(
                        MigrationTarget.tenant(SchemaName.of(schema)),
                        new MigrationFailure(
                                "canceling statement due to lock timeout", null, null, null, "55P03", null, null, true),
                        null);
            }
        });
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        if (busy.merge(target.toString(), -1, Integer::sum) >= 0) {
            migrated.add("busy " + target);
            return Optional.empty();
        }
        return SchemaMigrator.super.tryMigrate(target, stop);
    }

    RecordingMigrator failingFor(String schema) {
        return before(schema, () -> {
            throw new SchemaMigrationException(
                    MigrationTarget.tenant(SchemaName.of(schema)),
                    new MigrationFailure(
                            "duplicate key", "V2__unique.sql", 3, "CREATE UNIQUE INDEX", "23505", null, null, true),
                    null);
        });
    }

    RecordingMigrator before(String schema, Runnable action) {
        before.put(schema, action);
        return this;
    }

    /** Makes all tenants alike, with nothing left to do in any. */
    RecordingMigrator alikeAndUpToDate() {
        areAlike = true;
        isUpToDate = true;
        return this;
    }

    /** Makes all tenants alike. */
    RecordingMigrator alike() {
        areAlike = true;
        return this;
    }

    @Override
    public Done migrate(MigrationTarget target) {
        refuseIfGone();
        migrated.add(target.scope() + " " + target);
        before.getOrDefault(target.toString(), () -> {}).run();
        return isUpToDate ? new UpToDate(target, "1") : new Migrated(target, null, "1", 1, Duration.ZERO);
    }

    @Override
    public List<AlikeTargets> alike(List<MigrationTarget> targets) {
        refuseIfGone();
        return areAlike ? List.of(new AlikeTargets(targets, state)) : SchemaMigrator.super.alike(targets);
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
