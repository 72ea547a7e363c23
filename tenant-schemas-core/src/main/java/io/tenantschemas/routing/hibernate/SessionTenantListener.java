package io.tenantschemas.routing.hibernate;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.InitializeCollectionEvent;
import org.hibernate.event.spi.InitializeCollectionEventListener;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Refuses entities that a session holds already, and collections that it finds in a cache, to those who work for another
 * tenant. Neither reaches a connection, where it would be refused otherwise.
 */
final class SessionTenantListener implements LoadEventListener, InitializeCollectionEventListener {

    private final SchemaName publicSchema;

    SessionTenantListener(SchemaName publicSchema) {
        this.publicSchema = publicSchema;
    }

    @Override
    public void onLoad(LoadEvent event, LoadType type) {
        check(event.getSession());
    }

    @Override
    public void onInitializeCollection(InitializeCollectionEvent event) {
        check(event.getSession());
    }

    private void check(SharedSessionContractImplementor session) {
        String tenant = session.getTenantIdentifier();
        TenantBinding binding = TenantContext.binding();
        if (tenant != null && !tenant.equals(binding.identifier(publicSchema))) {
            throw TenantSwitchException.held("A session", tenant, binding);
        }
    }
}
