package io.tenantschemas.routing.hibernate;

import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Refuses entities that a session holds already to those who work for another tenant. Such a load reaches no connection,
 * where it would be refused otherwise.
 */
final class SessionTenantListener implements LoadEventListener {

    private final SchemaName publicSchema;

    SessionTenantListener(SchemaName publicSchema) {
        this.publicSchema = publicSchema;
    }

    @Override
    public void onLoad(LoadEvent event, LoadType type) {
        String tenant = event.getSession().getTenantIdentifier();
        TenantBinding binding = TenantContext.binding();
        if (tenant != null && !tenant.equals(binding.identifier(publicSchema))) {
            throw TenantSwitchException.held("A session", tenant, binding);
        }
    }
}
