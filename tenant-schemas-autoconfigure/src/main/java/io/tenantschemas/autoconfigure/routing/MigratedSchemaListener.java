package io.tenantschemas.autoconfigure.routing;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.routing.MigratedSchemas;

/** Has the routing ask anew what a schema holds, whichever node migrated it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MigratedSchemaListener implements TenantChangeListener {

    private final MigratedSchemas migrated;

    MigratedSchemaListener(MigratedSchemas migrated) {
        this.migrated = migrated;
    }

    @Override
    public void onTenantChange(TenantChange change) {
        if (change instanceof TenantChange.Migrated of) {
            migrated.add(of.schema());
        } else if (change instanceof TenantChange.Everything) {
            migrated.addAll();
        }
    }
}
