package io.tenantschemas.autoconfigure.cache;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;

import io.tenantschemas.cache.TenantCaches;
import io.tenantschemas.provision.TenantDropped;

/** Removes the cache entries of tenants that are gone. */
final class DroppedTenantListener {

    private final ObjectProvider<TenantCaches> caches;

    DroppedTenantListener(ObjectProvider<TenantCaches> caches) {
        this.caches = caches;
    }

    @EventListener
    void on(TenantDropped event) {
        caches.getObject().forget(event.tenant());
    }
}
