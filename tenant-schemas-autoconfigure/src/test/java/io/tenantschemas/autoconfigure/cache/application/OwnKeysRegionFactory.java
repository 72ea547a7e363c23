package io.tenantschemas.autoconfigure.cache.application;

import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/** Makes its keys itself, whatever it is told. */
public class OwnKeysRegionFactory extends JCacheRegionFactory {

    @Override
    public DomainDataRegion buildDomainDataRegion(
            DomainDataRegionConfig config, DomainDataRegionBuildingContext context) {
        return super.buildDomainDataRegion(config, new DomainDataRegionBuildingContext() {
            @Override
            public @Nullable CacheKeysFactory getEnforcedCacheKeysFactory() {
                return null;
            }

            @Override
            public SessionFactoryImplementor getSessionFactory() {
                return context.getSessionFactory();
            }
        });
    }
}
