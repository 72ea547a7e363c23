package io.tenantschemas.provision.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;

/**
 * Has Hibernate's second-level cache forget what it keeps of a tenant when that tenant changes. Most changes are made past
 * Hibernate, or by another node: it would go on with the former name, behind which there may be somebody else by now.
 *
 * <p>Knows the session factories that were built with it, and none before it is complete: whoever tells of a change must not wait
 * for one to be built.
 */
// After what keeps tenants apart: a cache that is elsewhere may take its time, or be down.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class CachedTenants implements TenantChangeListener {

    private final Map<SessionFactory, CachedTenantEntries> entries = new ConcurrentHashMap<>();

    @Override
    public void onTenantChange(TenantChange change) {
        if (change instanceof TenantChange.OfOne one) {
            entries.values().forEach(each -> each.forget(one.id()));
        } else if (change instanceof TenantChange.Everything) {
            entries.values().forEach(CachedTenantEntries::forgetAll);
        }
    }

    void observe(SessionFactoryImplementor sessionFactory) {
        sessionFactory.addObserver(new SessionFactoryObserver() {

            private static final long serialVersionUID = 1L;

            @Override
            public void sessionFactoryCreated(SessionFactory factory) {
                CachedTenantEntries.of(sessionFactory).ifPresent(each -> entries.put(factory, each));
            }

            @Override
            public void sessionFactoryClosing(SessionFactory factory) {
                entries.remove(factory);
            }
        });
    }
}
