package io.tenantschemas.benchmarks.binding;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import io.tenantschemas.benchmarks.database.TenantNames;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** What a request costs before it reaches the application, when its tenant is remembered; one of a thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Binding {

    private static final int TENANTS = 1000;

    private final TenantRegistry registry =
            new CachingTenantRegistry(new KnownTenants(TENANTS), Duration.ofDays(1), 10 * TENANTS, TENANTS);

    private final String[] hosts =
            IntStream.rangeClosed(1, TENANTS).mapToObj(TenantNames::host).toArray(String[]::new);

    /** Whose request comes next; each thread has its own. */
    @State(Scope.Thread)
    public static class Next {

        private int index;

        String of(String[] hosts) {
            index = (index + 1) % hosts.length;
            return hosts[index];
        }
    }

    /** Reads the host, finds its tenant and binds it, and asks once what is bound. */
    @Benchmark
    public SchemaName resolveAndBind(Next next) {
        Tenant tenant = find(next);
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            return TenantContext.currentSchema();
        }
    }

    /** Reads the host and finds its tenant. */
    @Benchmark
    public Tenant resolve(Next next) {
        return find(next);
    }

    private Tenant find(Next next) {
        return registry.findByHost(HostName.of(next.of(hosts))).orElseThrow();
    }
}
