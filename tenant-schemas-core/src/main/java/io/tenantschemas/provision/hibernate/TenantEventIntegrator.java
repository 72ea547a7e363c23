package io.tenantschemas.provision.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/**
 * Registers the listener for tenants, and what has the second-level cache forget them. Hibernate finds this class as a service; it does nothing unless a
 * {@link TenantProvisioning} is among the settings.
 */
public final class TenantEventIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
        TenantProvisioning.in(sessionFactory.getProperties()).ifPresent(provisioning -> {
            register(new TenantEntityListener(provisioning), sessionFactory.getEventListenerRegistry());
            provisioning.cached().observe(sessionFactory);
        });
    }

    private static void register(TenantEntityListener listener, EventListenerRegistry registry) {
        registry.appendListeners(EventType.PRE_INSERT, listener);
        registry.appendListeners(EventType.POST_INSERT, listener);
        registry.appendListeners(EventType.POST_UPDATE, listener);
        registry.appendListeners(EventType.PRE_UPSERT, listener);
        registry.appendListeners(EventType.POST_COLLECTION_UPDATE, listener);
        registry.appendListeners(EventType.POST_COLLECTION_RECREATE, listener);
        registry.prependListeners(EventType.FLUSH, listener);
        registry.prependListeners(EventType.AUTO_FLUSH, listener);
        registry.prependListeners(EventType.DELETE, listener);
        registry.appendListeners(EventType.PRE_DELETE, listener);
        registry.appendListeners(EventType.POST_DELETE, listener);
    }
}
