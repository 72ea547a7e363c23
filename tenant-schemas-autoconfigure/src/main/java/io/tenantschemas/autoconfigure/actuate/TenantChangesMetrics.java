package io.tenantschemas.autoconfigure.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

/** Measures whether this node hears of what others do to tenants. */
final class TenantChangesMetrics implements MeterBinder {

    private final TenantChangeReceiver receiver;

    TenantChangesMetrics(TenantChangeReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("tenant.schemas.registry.listening", receiver, changes -> changes.isListening() ? 1 : 0)
                .description("1 while this node hears of what others do to tenants, 0 while it does not")
                .register(meters);
        FunctionCounter.builder(
                        "tenant.schemas.registry.reconnects",
                        receiver,
                        changes -> changes.state().reconnects())
                .description("How often this node began to listen again after it had been interrupted")
                .register(meters);
    }
}
