package io.tenantschemas.autoconfigure.context;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** The tenants of a test. */
record FixedTenants(List<Tenant> tenants) implements TenantDirectory {

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        return tenants.stream().filter(tenant -> tenant.schema().equals(schema)).findFirst();
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        tenants.forEach(action);
    }
}
