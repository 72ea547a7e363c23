package io.tenantschemas.test;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** Two tenants. */
final class FakeTenants implements TenantDirectory {

    private final List<Tenant> tenants = List.of(tenant(1, "acme"), tenant(2, "globex"));

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
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
