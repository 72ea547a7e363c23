package io.tenantschemas.cache.caffeine;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;

import io.tenantschemas.cache.CacheScope;
import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.SelfLoadingCacheException;
import io.tenantschemas.cache.TenantCacheContract;
import io.tenantschemas.cache.TenantCacheManager;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaffeineTenantCacheTests extends TenantCacheContract {

    @Override
    protected CacheManager cacheManager() {
        CaffeineCacheManager manager = new CaffeineCacheManager("notes", "plans");
        manager.setAsyncCacheMode(true);
        return manager;
    }

    @Override
    protected NativeStore nativeStore() {
        return new CaffeineStore();
    }

    @Test
    void refusesACacheThatLoadsByItselfUnlessItIsShared() {
        CaffeineCacheManager loading = new CaffeineCacheManager("notes", "plans");
        loading.setCacheLoader(key -> "loaded");
        TenantCacheManager manager = new TenantCacheManager(
                loading, new CacheScope(SchemaName.of("public"), Set.of("plans"), false), List.of(nativeStore()));

        assertThatExceptionOfType(SelfLoadingCacheException.class)
                .isThrownBy(() -> manager.getCache("notes"))
                .withMessageContaining("'notes'")
                .withMessageContaining("tenant-schemas.cache.shared")
                .satisfies(refusal -> assertThat(refusal.cache()).isEqualTo("notes"));
        assertThat(manager.getCache("plans")).isNotNull();
    }
}
