package io.tenantschemas.provision.hibernate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.hibernate.ConnectionAcquisitionMode;
import org.hibernate.ConnectionReleaseMode;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;

import io.tenantschemas.entity.AbstractTenant;

/** What the second-level cache of one session factory keeps of tenants. */
final class CachedTenantEntries {

    private final SessionFactoryImplementor sessionFactory;

    /** What is kept by a tenant's primary key: entities and their collections. */
    private final List<ById> byId;

    /** What is kept by other keys: natural ids, and whatever else is mapped to the tables of tenants. */
    private final List<CachedDomainDataAccess> others;

    /** The tables of tenants, on which results of queries depend. */
    private final String[] tables;

    private CachedTenantEntries(
            SessionFactoryImplementor sessionFactory,
            List<ById> byId,
            List<CachedDomainDataAccess> others,
            Set<String> tables) {
        this.sessionFactory = sessionFactory;
        this.byId = byId;
        this.others = others;
        this.tables = tables.toArray(String[]::new);
    }

    /** Returns nothing if nothing is ever kept of tenants. */
    static Optional<CachedTenantEntries> of(SessionFactoryImplementor sessionFactory) {
        List<EntityPersister> entities = new ArrayList<>();
        sessionFactory.getMappingMetamodel().forEachEntityDescriptor(entities::add);
        List<CollectionPersister> collections = new ArrayList<>();
        sessionFactory.getMappingMetamodel().forEachCollectionDescriptor(collections::add);
        Set<String> tables = tables(entities, collections);
        List<ById> byId = Stream.concat(
                        entities.stream()
                                .filter(CachedTenantEntries::isOfTenant)
                                .map(entity -> ById.of(entity, sessionFactory)),
                        collections.stream()
                                .filter(CachedTenantEntries::isOfTenant)
                                .map(collection -> ById.of(collection, sessionFactory)))
                .flatMap(Optional::stream)
                .toList();
        List<CachedDomainDataAccess> others = others(entities, collections, tables);
        boolean isNothingKept = byId.isEmpty()
                && others.isEmpty()
                && !sessionFactory.getSessionFactoryOptions().isQueryCacheEnabled();
        return tables.isEmpty() || isNothingKept
                ? Optional.empty()
                : Optional.of(new CachedTenantEntries(sessionFactory, byId, others, tables));
    }

    private static Set<String> tables(List<EntityPersister> entities, List<CollectionPersister> collections) {
        Set<String> tables = new TreeSet<>();
        entities.stream().filter(CachedTenantEntries::isOfTenant).forEach(entity -> tables.addAll(tablesOf(entity)));
        // Not those of associations, which are the tables of other entities.
        collections.stream()
                .filter(collection -> isOfTenant(collection) && !collection.isOneToMany() && !collection.isManyToMany())
                .forEach(collection -> tables.addAll(tablesOf(collection)));
        return tables;
    }

    private static List<CachedDomainDataAccess> others(
            List<EntityPersister> entities, List<CollectionPersister> collections, Set<String> tables) {
        return Stream.of(
                        entities.stream()
                                .filter(entity -> !Collections.disjoint(tablesOf(entity), tables))
                                .flatMap(entity -> Stream.ofNullable(entity.getNaturalIdCacheAccessStrategy())),
                        entities.stream()
                                .filter(entity ->
                                        !isOfTenant(entity) && !Collections.disjoint(tablesOf(entity), tables))
                                .flatMap(entity -> Stream.ofNullable(entity.getCacheAccessStrategy())),
                        collections.stream()
                                .filter(collection ->
                                        !isOfTenant(collection) && !Collections.disjoint(tablesOf(collection), tables))
                                .flatMap(collection -> Stream.ofNullable(collection.getCacheAccessStrategy())))
                .<CachedDomainDataAccess>flatMap(accesses -> accesses)
                .toList();
    }

    private static boolean isOfTenant(EntityPersister entity) {
        Class<?> type = entity.getMappedClass();
        return type != null && AbstractTenant.class.isAssignableFrom(type);
    }

    private static boolean isOfTenant(CollectionPersister collection) {
        return isOfTenant(collection.getOwnerEntityPersister());
    }

    private static List<String> tablesOf(EntityPersister entity) {
        return Arrays.stream(entity.getQuerySpaces()).map(String::valueOf).toList();
    }

    private static List<String> tablesOf(CollectionPersister collection) {
        return List.of(collection.getCollectionSpaces());
    }

    /** Forgets the tenant with that primary key, and what may be of it. */
    void forget(long id) {
        others.forEach(CachedDomainDataAccess::evictAll);
        byId.forEach(each -> each.access().evict(each.key(id)));
        try (SharedSessionContractImplementor session = session()) {
            byId.forEach(each -> each.keepOutOlder(id, session));
            invalidateResults(session);
        }
    }

    /** Forgets all tenants. */
    void forgetAll() {
        others.forEach(CachedDomainDataAccess::evictAll);
        byId.forEach(each -> each.access().evictAll());
        try (SharedSessionContractImplementor session = session()) {
            invalidateResults(session);
        }
    }

    private void invalidateResults(SharedSessionContractImplementor session) {
        sessionFactory.getCache().getTimestampsCache().invalidate(tables, session);
    }

    /** Returns a session for caches alone. It never has a connection: there is none to be had while tenants' changes are told. */
    private SharedSessionContractImplementor session() {
        return (SharedSessionContractImplementor) sessionFactory
                .withOptions()
                .connectionHandling(ConnectionAcquisitionMode.AS_NEEDED, ConnectionReleaseMode.AFTER_TRANSACTION)
                .autoJoinTransactions(false)
                .openSession();
    }

    /**
     * What is kept by a tenant's primary key.
     *
     * @param access where it is kept
     * @param keys makes its key there of the primary key
     */
    private record ById(CachedDomainDataAccess access, LongFunction<Object> keys) {

        static Optional<ById> of(EntityPersister entity, SessionFactoryImplementor sessionFactory) {
            return Optional.ofNullable(entity.getCacheAccessStrategy())
                    .map(access -> new ById(access, id -> access.generateCacheKey(id, entity, sessionFactory, null)));
        }

        static Optional<ById> of(CollectionPersister collection, SessionFactoryImplementor sessionFactory) {
            return Optional.ofNullable(collection.getCacheAccessStrategy())
                    .map(access ->
                            new ById(access, id -> access.generateCacheKey(id, collection, sessionFactory, null)));
        }

        Object key(long id) {
            return keys.apply(id);
        }

        /**
         * Keeps out what a session has read that began before, which may be the former state. It is as if Hibernate had changed the
         * row; not every concurrency strategy knows a way.
         */
        void keepOutOlder(long id, SharedSessionContractImplementor session) {
            access.unlockItem(session, key(id), access.lockItem(session, key(id), null));
        }
    }
}
