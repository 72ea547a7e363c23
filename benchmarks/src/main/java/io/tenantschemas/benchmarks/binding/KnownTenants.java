package io.tenantschemas.benchmarks.binding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.tenantschemas.benchmarks.database.TenantNames;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** Tenants that are simply there, for a cache to remember. */
final class KnownTenants implements TenantRegistry {

    private final Map<HostName, Tenant> byHost = new HashMap<>();

    KnownTenants(int number) {
        IntStream.rangeClosed(1, number).forEach(tenant -> add(tenant, HostName.of(TenantNames.host(tenant))));
    }

    private void add(int tenant, HostName host) {
        byHost.put(
                host,
                new Tenant(
                        tenant,
                        SchemaName.of(TenantNames.schema(tenant)),
                        TenantStatus.ACTIVE,
                        List.of(new Domain(host, true))));
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        return Optional.ofNullable(byHost.get(host));
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        return byHost.values().stream()
                .filter(tenant -> tenant.schema().equals(schema))
                .findFirst();
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        byHost.values().forEach(action);
    }
}
