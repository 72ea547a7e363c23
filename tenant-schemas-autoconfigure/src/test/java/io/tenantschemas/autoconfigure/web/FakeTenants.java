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

/** A registry of acme and globex, or of others, without a database. */
final class FakeTenants implements TenantRegistry {

    static final Tenant ACME = tenant(1, "acme", "acme.example.com", "[::1]");

    static final Tenant GLOBEX = tenant(2, "globex", "globex.example.com");

    private final List<Tenant> tenants;

    FakeTenants() {
        this(ACME, GLOBEX);
    }

    FakeTenants(Tenant... tenants) {
        this.tenants = List.of(tenants);
    }

    private static Tenant tenant(long id, String schema, String... hosts) {
        return tenant(id, schema, TenantStatus.ACTIVE, hosts);
    }

    static Tenant tenant(long id, String schema, TenantStatus status, String... hosts) {
        return new Tenant(
                id,
                SchemaName.of(schema),
                status,
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
