package io.tenantschemas.autoconfigure.provision;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.Caching;

import org.hibernate.cache.jcache.ConfigSettings;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.provision.again.TicketApplication;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;

/** A node of an application whose tenants come and go, with keys from sequences and caches of its own. */
@Configuration(proxyBeanMethods = false)
@EnableCaching
@Import({ProvisioningApplication.class, TicketApplication.class, RememberedNotes.class})
class NamesAgainApplication {

    private static final AtomicInteger NODES = new AtomicInteger();

    /** What the application's own cache would be told. */
    record Heard(List<TenantChange> changes) implements TenantChangeListener {

        @Override
        public void onTenantChange(TenantChange change) {
            changes.add(change);
        }
    }

    @Bean
    Heard heard() {
        return new Heard(new CopyOnWriteArrayList<>());
    }

    /** Keeps what Hibernate caches to this node: by default all nodes in one process would share it. */
    @Bean
    HibernatePropertiesCustomizer cacheOfThisNode() {
        CacheManager manager =
                Caching.getCachingProvider().getCacheManager(URI.create("node:" + NODES.incrementAndGet()), null);
        return properties -> {
            properties.put(ConfigSettings.CACHE_MANAGER, manager);
            properties.put(ConfigSettings.MISSING_CACHE_STRATEGY, "create");
        };
    }
}
