package io.tenantschemas.autoconfigure.actuate;

import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.LookupCounts;

/**
 * Counts what becomes of lookups of tenants, by host and by schema. How often the database was asked is the sum of those that
 * were found, not found and failed.
 */
final class TenantRegistryMetrics implements MeterBinder {

    private static final String LOOKUPS = "tenant.schemas.registry.lookups";

    private final CachingTenantRegistry tenants;

    TenantRegistryMetrics(CachingTenantRegistry tenants) {
        this.tenants = tenants;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        bind(meters, "host", CachingTenantRegistry::hostLookups);
        bind(meters, "schema", CachingTenantRegistry::schemaLookups);
    }

    private void bind(MeterRegistry meters, String by, Function<CachingTenantRegistry, LookupCounts> counts) {
        bind(meters, by, "remembered", counts, LookupCounts::remembered);
        bind(meters, by, "found", counts, LookupCounts::found);
        bind(meters, by, "not-found", counts, LookupCounts::notFound);
        bind(meters, by, "failed", counts, LookupCounts::failed);
        bind(meters, by, "refused", counts, LookupCounts::refused);
    }

    private void bind(
            MeterRegistry meters,
            String by,
            String result,
            Function<CachingTenantRegistry, LookupCounts> counts,
            ToLongFunction<LookupCounts> count) {
        FunctionCounter.builder(LOOKUPS, tenants, registry -> count.applyAsLong(counts.apply(registry)))
                .description("Lookups of tenants, by what became of them")
                .tag("by", by)
                .tag("result", result)
                .register(meters);
    }
}
