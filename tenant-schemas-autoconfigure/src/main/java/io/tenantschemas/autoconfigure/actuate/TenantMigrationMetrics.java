package io.tenantschemas.autoconfigure.actuate;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/** Measures how a run of migrations gets on. */
final class TenantMigrationMetrics implements MigrationListener {

    private static final String PREFIX = "tenant.schemas.migrations";

    private final MeterRegistry meters;

    private final AtomicInteger left = new AtomicInteger();

    /** Creates metrics that are registered at once, as zero. */
    TenantMigrationMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder(PREFIX + ".left", left, AtomicInteger::get)
                .description("Schemas that the run under way has not been through yet")
                .register(meters);
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        left.set(schemas);
    }

    @Override
    public void putOff(MigrationTarget target, MigrationFailure failure) {
        meters.counter(PREFIX + ".put.off").increment();
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        left.decrementAndGet();
        meters.counter(PREFIX, "result", name(result)).increment();
        if (result instanceof Migrated migrated) {
            Timer.builder(PREFIX + ".time")
                    .description("How long the migrations of a schema took that was behind")
                    .register(meters)
                    .record(migrated.duration());
        }
    }

    private static String name(SchemaMigrationResult result) {
        if (result instanceof Migrated) {
            return "migrated";
        }
        if (result instanceof UpToDate) {
            return "up-to-date";
        }
        return result instanceof Failed ? "failed" : "not-tried";
    }
}
