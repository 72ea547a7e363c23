package io.tenantschemas.autoconfigure.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks at what a task finds bound. */
final class Probe {

    static final TenantBinding ACME = tenant(1, "acme");

    static final TenantBinding GLOBEX = tenant(2, "globex");

    static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    private Probe() {}

    private static TenantBinding tenant(long id, String schema) {
        return TenantBinding.to(new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
    }

    /** Returns what a task finds bound that was handed over by a thread bound to {@code binding}. */
    static TenantBinding seen(TenantBinding binding, HandOver way) throws Exception {
        BlockingQueue<TenantBinding> seen = new LinkedBlockingQueue<>();
        Future<?> handed;
        try (TenantScope scope = TenantScope.open(binding)) {
            handed = way.give(() -> seen.add(TenantContext.binding()));
        }
        TenantBinding first = next(seen);
        if (handed != null) {
            handed.cancel(false);
        }
        return first;
    }

    private static TenantBinding next(BlockingQueue<TenantBinding> seen) throws InterruptedException {
        TenantBinding next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("the task has run").isNotNull();
        return next == null ? UNBOUND : next;
    }

    /** Checks that each way of {@code bean} takes along what its user is bound to, in turn. */
    static void takesAlong(Object bean) throws Exception {
        Map<String, HandOver> ways = HandOver.waysOf(bean);
        assertThat(ways).isNotEmpty();
        for (Map.Entry<String, HandOver> way : ways.entrySet()) {
            for (TenantBinding binding : List.of(ACME, UNBOUND, GLOBEX, TenantBinding.toShared(), UNBOUND)) {
                assertThat(seen(binding, way.getValue())).as(way.getKey()).isEqualTo(binding);
            }
        }
    }

    /** Checks that no way of {@code bean} takes anything along. */
    static void takesNothingAlong(Object bean) throws Exception {
        Map<String, HandOver> ways = HandOver.waysOf(bean);
        assertThat(ways).isNotEmpty();
        for (Map.Entry<String, HandOver> way : ways.entrySet()) {
            assertThat(seen(ACME, way.getValue())).as(way.getKey()).isEqualTo(UNBOUND);
        }
    }
}
