package io.tenantschemas.context;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** The tenants of a test. */
record FakeTenantDirectory(List<Tenant> tenants) implements TenantDirectory {

    static final Tenant ACME = tenant(1, "acme", TenantStatus.ACTIVE);

    static final Tenant GLOBEX = tenant(2, "globex", TenantStatus.ACTIVE);

    FakeTenantDirectory(Tenant... tenants) {
        this(List.of(tenants));
    }

    static Tenant tenant(long id, String schema, TenantStatus status) {
        return new Tenant(id, SchemaName.of(schema), status, List.of());
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        return tenants.stream().filter(tenant -> tenant.schema().equals(schema)).findFirst();
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        // Read as a page is, whatever becomes of them meanwhile.
        List.copyOf(tenants).forEach(action);
    }
}
