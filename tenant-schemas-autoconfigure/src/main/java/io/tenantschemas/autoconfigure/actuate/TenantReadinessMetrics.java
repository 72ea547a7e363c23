package io.tenantschemas.autoconfigure.actuate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tenantschemas.migrate.CurrentSchemas;

/** Measures how many tenants are turned away because their schemas are behind. */
final class TenantReadinessMetrics implements MeterBinder {

    private final CurrentSchemas schemas;

    TenantReadinessMetrics(CurrentSchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("tenant.schemas.migrations.behind", schemas, CurrentSchemas::behind)
                .description(
                        "Tenants that were asked for within ten minutes, and whose schemas were behind when that was last found out")
                .register(meters);
    }
}
