package io.tenantschemas.autoconfigure.cache.application;

import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;

/** Has keys of the application's own, without a tenant in them. */
public class SimpleKeysRegionFactory extends JCacheRegionFactory {

    public SimpleKeysRegionFactory() {
        super(SimpleCacheKeysFactory.INSTANCE);
    }
}
