package io.tenantschemas.cache;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TenantCacheManagerTests {

    private static final TenantBinding ACME =
            TenantBinding.to(new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of()));

    private final TenantCaches caches = new TenantCaches(
            new CacheScope(SchemaName.of("public"), Set.of("plans"), false), List.of(new ConcurrentMapStore()));

    private static Cache notes(CacheManager manager) {
        return Objects.requireNonNull(manager.getCache("notes"));
    }

    private static void run(TenantBinding binding, Runnable work) {
        try (TenantScope scope = TenantScope.open(binding)) {
            work.run();
        }
    }

    @Test
    void hasTheCachesOfTheApplication() {
        CacheManager manager = caches.divide(new ConcurrentMapCacheManager("notes"));

        assertThat(manager.getCacheNames()).containsExactly("notes");
        assertThat(manager.getCache("other")).isNull();
        assertThat(notes(manager).getName()).isEqualTo("notes");
        assertThat(notes(manager)).isEqualTo(notes(manager)).hasSameHashCodeAs(notes(manager));
    }

    @Test
    void handsOutTheNativeCache() {
        ConcurrentMapCacheManager plain = new ConcurrentMapCacheManager("notes");

        assertThat(notes(caches.divide(plain)).getNativeCache())
                .isSameAs(notes(plain).getNativeCache());
    }

    @Test
    void dividesOnceWhatIsDividedAlready() {
        ConcurrentMapCacheManager plain = new ConcurrentMapCacheManager("notes");
        CacheManager outer = caches.divide(new CompositeCacheManager(caches.divide(plain)));
        run(ACME, () -> notes(outer).put("key", "acme's"));

        assertThat(notes(plain).get(new TenantKey("1", "key"), String.class)).isEqualTo("acme's");
    }

    @Test
    void cachesNothingWhereTheApplicationDoesNot() {
        CacheManager manager = caches.divide(new NoOpCacheManager());
        run(ACME, () -> {
            notes(manager).put("key", "acme's");
            assertThat(notes(manager).get("key")).isNull();
            assertThat(notes(manager).get("key", () -> "loaded")).isEqualTo("loaded");
            notes(manager).clear();
        });
    }

    @Test
    void keepsRefusingNullIfTheCacheDoes() {
        ConcurrentMapCacheManager strict = new ConcurrentMapCacheManager("notes");
        strict.setAllowNullValues(false);
        CacheManager manager = caches.divide(strict);
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> notes(manager).put("key", null));

        CacheManager lenient = caches.divide(new ConcurrentMapCacheManager("notes"));
        notes(lenient).put("key", null);
        assertThat(notes(lenient).get("key"))
                .isNotNull()
                .extracting(Cache.ValueWrapper::get)
                .isNull();
    }

    /** Spring's own decorator would note a change after the commit for the next commit, which does not come. */
    @Test
    void changesCachesThatKnowTransactionsThemselves() {
        ConcurrentMapCacheManager plain = new ConcurrentMapCacheManager("notes");
        CacheManager manager = caches.divide(new TransactionAwareCacheManagerProxy(plain));
        run(ACME, () -> {
            notes(manager).put("key", "old");
            TransactionSynchronizationManager.initSynchronization();
            TransactionSynchronizationManager.setActualTransactionActive(true);
            try {
                notes(manager).evict("key");
                assertThat(notes(plain).get(new TenantKey("1", "key"))).isNotNull();
                TransactionSynchronizationUtils.triggerAfterCommit();
                assertThat(notes(plain).get(new TenantKey("1", "key"))).isNull();
                TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_COMMITTED);
            } finally {
                TransactionSynchronizationManager.clear();
            }
        });
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    /** As the transaction of an initializer, whose commit is that of the transaction that saved the tenant. */
    @Test
    void waitsForACommitThatComesAfterTheCompletion() {
        CacheManager manager = caches.divide(new ConcurrentMapCacheManager("notes"));
        run(ACME, () -> {
            TransactionSynchronizationManager.initSynchronization();
            TransactionSynchronizationManager.setActualTransactionActive(true);
            notes(manager).put("key", "value");
            TransactionSynchronization initializer =
                    TransactionSynchronizationManager.getSynchronizations().get(0);
            TransactionSynchronizationUtils.triggerBeforeCompletion();
            TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_COMMITTED);
            TransactionSynchronizationManager.clear();
            assertThat(notes(manager).get("key")).isNull();

            initializer.afterCommit();
            assertThat(notes(manager).get("key", String.class)).isEqualTo("value");
        });
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    /** Spring Boot looks for the cache to be measured behind this decorator, one step deep. */
    @Test
    void showsTheApplicationsCacheToSpringBootsMetrics() {
        CaffeineCache measured = new CaffeineCache(
                "notes",
                com.github.benmanes.caffeine.cache.Caffeine.newBuilder().build());
        SimpleCacheManager plain = new SimpleCacheManager();
        plain.setCaches(List.of(measured));
        plain.initializeCaches();
        for (CacheManager each : List.of(plain, new TransactionAwareCacheManagerProxy(plain))) {
            assertThat(notes(caches.divide(each)))
                    .isInstanceOfSatisfying(
                            TransactionAwareCacheDecorator.class,
                            cache -> assertThat(cache.getTargetCache()).isSameAs(measured));
        }
    }

    @Test
    void loadsBoundToTheTenantInWhateverThreadTheCacheLoads() {
        Cache divided = caches.divide(new ConcurrentMapCache("notes") {
            @Override
            public <T> @Nullable T get(Object key, Callable<T> loader) {
                return CompletableFuture.supplyAsync(() -> super.get(key, loader))
                        .join();
            }
        });
        run(
                ACME,
                () -> assertThat(divided.get(
                                "key", () -> TenantContext.currentSchema().value()))
                        .isEqualTo("acme"));
    }

    /** As Hazelcast's. */
    private static final class MapWithCopiedKeys extends ConcurrentHashMap<Object, Object> {

        private static final long serialVersionUID = 1L;

        @Override
        public KeySetView<Object, Object> keySet() {
            return new ConcurrentHashMap<>(this).keySet();
        }
    }

    @Test
    void clearsAMapThatHandsOutCopiesOfItsKeys() {
        Cache divided = caches.divide(new ConcurrentMapCache("notes", new MapWithCopiedKeys(), true));
        run(ACME, () -> {
            divided.put("key", "acme's");
            divided.clear();
            assertThat(divided.get("key")).isNull();
        });
    }

    @Test
    void seesInATransactionWhatItChangedThoughTheManagerMakesCachesAnew() {
        ConcurrentMap<Object, Object> entries = new ConcurrentHashMap<>();
        CacheManager manager = caches.divide(new CacheManager() {
            @Override
            public Cache getCache(String name) {
                return new ConcurrentMapCache(name, entries, true);
            }

            @Override
            public Collection<String> getCacheNames() {
                return List.of("notes");
            }
        });
        run(ACME, () -> {
            notes(manager).put("key", "old");
            TransactionSynchronizationManager.initSynchronization();
            TransactionSynchronizationManager.setActualTransactionActive(true);
            try {
                notes(manager).evict("key");
                assertThat(notes(manager).get("key")).isNull();
            } finally {
                TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK);
                TransactionSynchronizationManager.clear();
            }
        });
    }

    @Test
    void clearsOtherCachesThanTheOneThatIsRefused() {
        NativeStore refusing = new NativeStore() {
            @Override
            public boolean supports(Cache cache) {
                return cache.getName().equals("loading");
            }

            @Override
            public boolean removeOwnedBy(String tenant, Cache cache) {
                return false;
            }

            @Override
            public boolean loadsByItself(Cache cache) {
                return true;
            }
        };
        TenantCaches some =
                new TenantCaches(new CacheScope(SchemaName.of("public"), Set.of(), false), List.of(refusing));
        CacheManager manager = some.divide(new ConcurrentMapCacheManager("loading", "notes"));
        notes(manager).put("key", "value");
        some.clearAll();

        assertThat(notes(manager).get("key")).isNull();
    }

    @Test
    void dividesASingleCache() {
        ConcurrentMapCache plain = new ConcurrentMapCache("notes");
        Cache divided = caches.divide(plain);
        run(ACME, () -> divided.put("key", "acme's"));

        assertThat(plain.get(new TenantKey("1", "key"), String.class)).isEqualTo("acme's");
        caches.clearAll("notes");
        assertThat(plain.get(new TenantKey("1", "key"))).isNull();
    }

    @Test
    void usesTheCacheThatTheApplicationHasNow() {
        ConcurrentMapCacheManager plain = new ConcurrentMapCacheManager();
        CacheManager manager = caches.divide(plain);
        notes(manager).put("key", "old");
        plain.removeCache("notes");

        assertThat(notes(manager).get("key")).isNull();
    }
}
