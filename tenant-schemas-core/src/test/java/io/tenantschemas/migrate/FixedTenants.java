package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

/** A directory of tenants that never change. */
final class FixedTenants implements TenantDirectory {

    private final List<Tenant> tenants = new ArrayList<>();

    FixedTenants(String... schemas) {
        for (String schema : schemas) {
            tenants.add(new Tenant(tenants.size() + 1L, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
        }
    }

    /** Adds one of that type. */
    FixedTenants ofType(String schema, String type) {
        tenants.add(new Tenant(
                tenants.size() + 1L,
                SchemaName.of(schema),
                TenantStatus.ACTIVE,
                List.of(),
                Optional.of(TypeName.of(type))));
        return this;
    }

    /** Adds one that may be out of service. */
    FixedTenants and(String schema, TenantStatus status) {
        tenants.add(new Tenant(tenants.size() + 1L, SchemaName.of(schema), status, List.of()));
        return this;
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
