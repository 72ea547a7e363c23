package io.tenantschemas.cache.hibernate;

import java.util.Map;

import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.cache.internal.RegionFactoryInitiator;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link DividedRegionFactory} before whatever region factory the application uses. Hibernate finds this class as a
 * service; it does nothing unless a {@link TenantCaching} is among the settings. The setting for keys would not do: Hibernate's
 * own region factories do not read it.
 */
public final class TenantCachingContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new Initiator());
    }

    private static final class Initiator implements StandardServiceInitiator<RegionFactory> {

        @Override
        public Class<RegionFactory> getServiceInitiated() {
            return RegionFactory.class;
        }

        @Override
        public @Nullable RegionFactory initiateService(
                Map<String, Object> settings, ServiceRegistryImplementor services) {
            RegionFactory factory = RegionFactoryInitiator.INSTANCE.initiateService(settings, services);
            if (factory instanceof NoCachingRegionFactory) {
                return factory;
            }
            return TenantCaching.in(settings)
                    .map(caching -> DividedRegionFactory.before(factory, caching, settings))
                    .orElse(factory);
        }
    }
}
