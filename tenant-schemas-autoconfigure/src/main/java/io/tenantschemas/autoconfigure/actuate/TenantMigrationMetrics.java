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

/** Measures how runs of migrations get on. */
final class TenantMigrationMetrics implements MigrationListener {

    private static final String PREFIX = "tenant.schemas.migrations";

    private final MeterRegistry meters;

    private final AtomicInteger left = new AtomicInteger();

    /** Creates metrics that are registered at once, as zero. */
    TenantMigrationMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder(PREFIX + ".left", left, AtomicInteger::get)
                .description("Schemas that the runs under way in this process have not been through yet")
                .register(meters);
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        // Not set: several runs may be under way.
        left.addAndGet(schemas);
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

    @Override
    public void givenUp(int schemas) {
        left.addAndGet(-schemas);
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
