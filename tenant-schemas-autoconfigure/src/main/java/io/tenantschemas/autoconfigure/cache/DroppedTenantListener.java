package io.tenantschemas.autoconfigure.cache;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.tenantschemas.cache.TenantCaches;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;

/** Removes the cache entries of tenants that are gone, whichever node dropped them. */
// After what keeps tenants apart: a store that is elsewhere may take its time, or be down.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class DroppedTenantListener implements TenantChangeListener {

    private final ObjectProvider<TenantCaches> caches;

    DroppedTenantListener(ObjectProvider<TenantCaches> caches) {
        this.caches = caches;
    }

    @Override
    public void onTenantChange(TenantChange change) {
        if (change instanceof TenantChange.Dropped dropped) {
            caches.getObject().forget(dropped.id());
        }
    }
}
