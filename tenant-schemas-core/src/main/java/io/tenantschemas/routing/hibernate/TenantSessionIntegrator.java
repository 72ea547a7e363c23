package io.tenantschemas.routing.hibernate;

import java.util.List;
import java.util.Map;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;

/**
 * Keeps sessions with their tenants, qualifies what of shared entities has been added last, tells the routing which tables these have, and refuses mappings of tenants' entities to
 * large objects, which are known only when all types are. Hibernate finds this class as a service; it does nothing unless a {@link TenantMapping} is among the
 * settings.
 */
public final class TenantSessionIntegrator implements Integrator {

    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
        TenantMapping.in(sessionFactory.getProperties())
                .ifPresent(mapping -> integrate(metadata, mapping, sessionFactory));
    }

    private static void integrate(Metadata metadata, TenantMapping mapping, SessionFactoryImplementor sessionFactory) {
        if (!mapping.largeObjects()) {
            refuseLargeObjects(metadata, mapping);
        }
        qualifyWhatCameLate(metadata, mapping, sessionFactory.getProperties());
        MappedRelations.tell(mapping, metadata, sessionFactory);
        SessionTenantListener listener = new SessionTenantListener(mapping.publicSchema());
        EventListenerRegistry listeners = sessionFactory.getEventListenerRegistry();
        listeners.prependListeners(EventType.LOAD, listener);
        listeners.prependListeners(EventType.INIT_COLLECTION, listener);
    }

    /**
     * Qualifies tables of shared entities that other libraries have added since {@link SharedMappingContributor} did so, or at the
     * same time: which comes first depends on the order of the class path.
     */
    private static void qualifyWhatCameLate(Metadata metadata, TenantMapping mapping, Map<String, Object> settings) {
        OwningClasses owners = new OwningClasses(metadata, settings);
        EntityTables tables = new EntityTables(metadata.getEntityBindings(), metadata.getCollectionBindings());
        metadata.getEntityBindings().stream()
                .filter(entity ->
                        owners.of(entity).filter(mapping.scopes()::isShared).isPresent())
                .flatMap(entity -> tables.of(entity).stream())
                .filter(table -> table.getSchema() == null)
                .forEach(table -> table.setSchema(mapping.mappedSchema().toString()));
    }

    private static void refuseLargeObjects(Metadata metadata, TenantMapping mapping) {
        List<EntityProblem> problems = metadata.getEntityBindings().stream()
                .filter(entity ->
                        entity.getMappedClass() != null && !mapping.scopes().isShared(entity.getMappedClass()))
                .flatMap(LargeObjectAttributes::problems)
                .toList();
        if (!problems.isEmpty()) {
            throw new EntityScopeException(problems);
        }
    }
}
