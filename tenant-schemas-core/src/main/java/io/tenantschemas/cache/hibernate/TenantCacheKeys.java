package io.tenantschemas.cache.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantContext;

/**
 * The keys of Hibernate's second-level cache. What belongs to tenants has the tenant's id in its key, without the schema, so
 * that a tenant that was renamed, and renamed back, does not meet what was true in between. What is shared has no tenant in
 * its key.
 */
final class TenantCacheKeys implements CacheKeysFactory {

    /** The key of this is this: it shows that a region asks here for its keys. */
    static final Object PROBE = new Object();

    private final TenantCaching caching;

    private final Map<String, Boolean> shared = new ConcurrentHashMap<>();

    TenantCacheKeys(TenantCaching caching) {
        this.caching = caching;
    }

    @Override
    public Object createEntityKey(
            Object id, EntityPersister persister, SessionFactoryImplementor factory, @Nullable String identifier) {
        return id == PROBE
                ? PROBE
                : DefaultCacheKeysFactory.staticCreateEntityKey(
                        id, persister, factory, tenantFor(persister, identifier));
    }

    @Override
    public Object createCollectionKey(
            Object id, CollectionPersister persister, SessionFactoryImplementor factory, @Nullable String identifier) {
        return id == PROBE
                ? PROBE
                : DefaultCacheKeysFactory.staticCreateCollectionKey(
                        id, persister, factory, tenantFor(persister.getOwnerEntityPersister(), identifier));
    }

    @Override
    public Object createNaturalIdKey(
            Object values, EntityPersister persister, SharedSessionContractImplementor session) {
        if (values == PROBE) {
            return PROBE;
        }
        NaturalIdKeyBuilder builder = new NaturalIdKeyBuilder(
                persister.getRootEntityName(), tenantFor(persister, session.getTenantIdentifier()));
        persister.getNaturalIdMapping().addToCacheKey(builder, values, session);
        return builder.build();
    }

    private @Nullable String tenantFor(EntityPersister persister, @Nullable String identifier) {
        if (isShared(persister)) {
            return null;
        }
        // Hibernate's Cache knows no tenant when it is asked to evict an entity. The thread does.
        return identifier == null ? TenantContext.binding().key(caching.publicSchema()) : keyOf(identifier);
    }

    /** Returns the id of {@code schema#id}, or the public schema's name, which stands alone. */
    private static String keyOf(String identifier) {
        return identifier.substring(identifier.lastIndexOf('#') + 1);
    }

    private boolean isShared(EntityPersister persister) {
        return shared.computeIfAbsent(persister.getEntityName(), name -> isSharedType(persister.getMappedClass()));
    }

    private boolean isSharedType(@Nullable Class<?> type) {
        return type != null && caching.scopes().isShared(type);
    }

    @Override
    public Object getEntityId(Object key) {
        return DefaultCacheKeysFactory.staticGetEntityId(key);
    }

    @Override
    public Object getCollectionId(Object key) {
        return DefaultCacheKeysFactory.staticGetCollectionId(key);
    }

    @Override
    public Object getNaturalIdValues(Object key) {
        return DefaultCacheKeysFactory.staticGetNaturalIdValues(key);
    }
}
