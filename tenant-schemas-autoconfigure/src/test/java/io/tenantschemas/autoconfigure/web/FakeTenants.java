package io.tenantschemas.autoconfigure.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** A registry of acme and globex, without a database. */
final class FakeTenants implements TenantRegistry {

    static final Tenant ACME = tenant(1, "acme", "acme.example.com", "[::1]");

    static final Tenant GLOBEX = tenant(2, "globex", "globex.example.com");

    private final List<Tenant> tenants = List.of(ACME, GLOBEX);

    private static Tenant tenant(long id, String schema, String... hosts) {
        return new Tenant(
                id,
                SchemaName.of(schema),
                TenantStatus.ACTIVE,
                Arrays.stream(hosts)
                        .map(host -> new Domain(HostName.of(host), host.equals(hosts[0])))
                        .toList());
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        return tenants.stream()
                .filter(tenant -> tenant.domains().stream()
                        .anyMatch(domain -> domain.host().equals(host)))
                .findFirst();
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        return tenants.stream().filter(tenant -> tenant.schema().equals(schema)).findFirst();
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        tenants.forEach(action);
    }
}
