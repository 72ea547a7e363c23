package io.tenantschemas.web;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.tenantschemas.registry.TenantLookupRefusedException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** A registry with the tenants it is given, which counts how often it is asked, and may refuse to say who is not there. */
final class FakeTenants implements TenantRegistry {

    static final SchemaName PUBLIC = SchemaName.of("public");

    static final Tenant ACME = tenant(1, "acme", TenantStatus.ACTIVE, "acme.example.com");

    static final Tenant GLOBEX = tenant(2, "globex", TenantStatus.ACTIVE, "globex.example.com");

    static final Tenant MAIN = tenant(3, "public", TenantStatus.ACTIVE, "main.example.com");

    private final List<Tenant> tenants;

    private final AtomicInteger lookups = new AtomicInteger();

    private boolean refusing;

    FakeTenants(Tenant... tenants) {
        this.tenants = List.of(tenants);
    }

    static Tenant tenant(long id, String schema, TenantStatus status, String host) {
        return new Tenant(id, SchemaName.of(schema), status, List.of(new Domain(HostName.of(host), true)));
    }

    /** Answers nobody any more who comes from outside and asks for what is not there. */
    void refuseLookups() {
        refusing = true;
    }

    int lookups() {
        return lookups.get();
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        lookups.incrementAndGet();
        return orRefused(
                tenants.stream()
                        .filter(tenant -> tenant.domains().stream()
                                .anyMatch(domain -> domain.host().equals(host)))
                        .findFirst(),
                host);
    }

    @Override
    public Optional<Tenant> findByRequestedSchema(SchemaName schema) {
        return orRefused(findBySchema(schema), schema);
    }

    private Optional<Tenant> orRefused(Optional<Tenant> found, Object name) {
        if (refusing && found.isEmpty()) {
            throw new TenantLookupRefusedException(name.toString());
        }
        return found;
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        lookups.incrementAndGet();
        return tenants.stream().filter(tenant -> tenant.schema().equals(schema)).findFirst();
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        tenants.forEach(action);
    }
}
