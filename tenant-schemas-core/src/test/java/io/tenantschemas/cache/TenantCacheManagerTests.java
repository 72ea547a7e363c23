package io.tenantschemas.cache;

import java.util.List;
import java.util.Objects;
import java.util.Set;

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
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import io.tenantschemas.context.TenantBinding;
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
                TransactionSynchronizationUtils.triggerAfterCompletion(0);
            } finally {
                TransactionSynchronizationManager.clear();
            }
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
