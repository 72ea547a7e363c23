package io.tenantschemas.autoconfigure.cache;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.cache.TenantCache;
import io.tenantschemas.cache.TenantCaches;
import io.tenantschemas.cache.TenantKey;
import io.tenantschemas.cache.UnboundCacheAccessException;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TenantCacheAutoConfigurationTests {

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private static final Tenant GLOBEX = new Tenant(2, SchemaName.of("globex"), TenantStatus.ACTIVE, List.of());

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TenantSchemasAutoConfiguration.class,
                    TenantCacheAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withBean(TenantRegistry.class, NoTenants::new)
            .withUserConfiguration(Caching.class)
            .withPropertyValues("spring.cache.cache-names=notes,plans", "tenant-schemas.cache.shared=plans");

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    static class Caching {

        @Bean
        NotesService notesService() {
            return new NotesService();
        }
    }

    private static <T> T in(Tenant tenant, Supplier<T> work) {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            return work.get();
        }
    }

    private static NotesService service(ApplicationContext context) {
        return context.getBean(NotesService.class);
    }

    private static Cache notes(CacheManager manager) {
        return Objects.requireNonNull(manager.getCache("notes"));
    }

    private static void assertIsDivided(ApplicationContext context) {
        assertIsDivided(service(context)::note);
    }

    private static void assertIsDivided(Function<String, String> note) {
        for (Tenant tenant : List.of(ACME, GLOBEX, ACME)) {
            assertThat(in(tenant, () -> note.apply("note"))).isEqualTo(tenant.schema() + "'s note");
        }
        assertThat(note.apply("note")).isEqualTo("public's note");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "caffeine", "jcache"})
    void dividesTheCachesOfSpringBoot(String type) {
        contextRunner.withPropertyValues("spring.cache.type=" + type).run(context -> {
            assertIsDivided(context);
            assertThat(service(context).calls()).isEqualTo(3);
            assertThat(in(ACME, () -> service(context).plan("plan"))).isEqualTo("acme's plan");
            assertThat(in(GLOBEX, () -> service(context).plan("plan"))).isEqualTo("acme's plan");

            in(GLOBEX, () -> {
                service(context).evict("note");
                service(context).note("note");
                service(context).evictAll();
                return service(context).note("note");
            });
            assertThat(service(context).calls()).isEqualTo(6);
            assertIsDivided(context);
            assertThat(service(context).calls()).isEqualTo(6);
        });
    }

    @Test
    void leavesAnApplicationAloneThatCachesNothing() {
        contextRunner.withPropertyValues("spring.cache.type=none").run(context -> {
            assertIsDivided(context);
            assertThat(service(context).calls()).isEqualTo(4);
        });
    }

    @Test
    void dividesWhatIsLoadedByOneThreadForAll() {
        contextRunner.run(context -> assertIsDivided(service(context)::synchronizedNote));
    }

    @Test
    void dividesWhatStandardAnnotationsCache() {
        contextRunner.run(context -> {
            assertIsDivided(service(context)::standardNote);
            assertThat(service(context).calls()).isEqualTo(3);
        });
    }

    @Test
    void dividesWhatComesLater() {
        contextRunner
                .withPropertyValues("spring.cache.type=caffeine")
                .withBean(AsyncCaches.class)
                .run(context -> {
                    assertIsDivided(key -> service(context).later(key).join());
                    assertThat(service(context).calls()).isEqualTo(3);
                });
        contextRunner.withPropertyValues("spring.cache.type=simple").run(context -> {
            assertIsDivided(key -> service(context).synchronizedLater(key).join());
            assertThat(service(context).calls()).isEqualTo(3);
        });
    }

    static final class AsyncCaches
            implements org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer<CaffeineCacheManager> {

        @Override
        public void customize(CaffeineCacheManager manager) {
            manager.setAsyncCacheMode(true);
        }
    }

    @Test
    void remembersThatThereIsNothing() {
        contextRunner.run(context -> {
            assertThat(in(ACME, () -> service(context).nothing("note"))).isNull();
            assertThat(in(ACME, () -> service(context).nothing("note"))).isNull();
            assertThat(service(context).calls()).isOne();
            assertThat(in(GLOBEX, () -> service(context).nothing("note"))).isNull();
            assertThat(service(context).calls()).isEqualTo(2);
        });
    }

    @Test
    void isSwitchedOffWithTheRest() {
        contextRunner.withPropertyValues("tenant-schemas.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(TenantCaches.class);
            assertThat(notes(context.getBean(CacheManager.class))).isNotInstanceOf(TenantCache.class);
        });
    }

    @Test
    void refusesUnboundWorkIfATenantIsRequired() {
        contextRunner.withPropertyValues("tenant-schemas.require-tenant=true").run(context -> {
            assertThatExceptionOfType(UnboundCacheAccessException.class)
                    .isThrownBy(() -> service(context).note("note"));
            assertThat(service(context).calls()).isZero();
            assertThat(in(ACME, () -> service(context).note("note"))).isEqualTo("acme's note");
            assertThat(service(context).plan("plan")).isEqualTo("public's plan");
        });
    }

    @Test
    void forgetsATenantThatAnyNodeDropped() {
        contextRunner.withPropertyValues("spring.cache.type=simple").run(context -> {
            in(ACME, () -> service(context).note("note"));
            in(GLOBEX, () -> service(context).note("note"));
            context.getBean(TenantChangePublisher.class).publish(new TenantChange.Dropped(1, SchemaName.of("acme")));

            assertThat(nativeKeys(context)).containsExactly(new TenantKey("2", "note"));
        });
    }

    private static Collection<Object> nativeKeys(ApplicationContext context) {
        ConcurrentMapCache cache =
                (ConcurrentMapCache) ((TenantCache) notes(context.getBean(CacheManager.class))).getTargetCache();
        return cache.getNativeCache().keySet();
    }

    private ApplicationContextRunner with(Class<?> configuration) {
        return contextRunner.withUserConfiguration(configuration);
    }

    @Test
    void dividesTheCachesOfTheApplicationsManagers() {
        with(TwoManagers.class).run(context -> {
            assertIsDivided(context);
            CacheManager second = context.getBean("second", CacheManager.class);
            in(ACME, () -> {
                notes(second).put("key", "acme's");
                return notes(second);
            });
            assertThat(notes(second).get("key")).isNull();
            in(ACME, () -> {
                context.getBean(TenantCaches.class).clearAll("notes");
                return true;
            });
            assertThat(in(ACME, () -> Optional.ofNullable(notes(second).get("key"))))
                    .isEmpty();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoManagers {

        @Bean
        @Primary
        CacheManager first() {
            return new ConcurrentMapCacheManager("notes", "plans");
        }

        @Bean
        CacheManager second() {
            return new ConcurrentMapCacheManager("notes");
        }
    }

    @Test
    void dividesOnceTheCachesOfAManagerThatAsksOthers() {
        with(Composite.class).run(context -> {
            assertIsDivided(context);
            ConcurrentMapCache cache = (ConcurrentMapCache)
                    ((TenantCache) notes(context.getBean("inner", CacheManager.class))).getTargetCache();
            assertThat(cache.getNativeCache().keySet()).contains(new TenantKey("1", "note"));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Composite {

        @Bean
        CacheManager inner() {
            return new ConcurrentMapCacheManager("notes", "plans");
        }

        @Bean
        @Primary
        CacheManager outer(CacheManager inner) {
            return new CompositeCacheManager(inner);
        }
    }

    @Test
    void keepsTheTypeOfAManager() {
        with(TypedInjection.class).run(context -> {
            assertIsDivided(context);
            CaffeineCacheManager manager = context.getBean(NeedsCaffeine.class).manager();
            assertThat(notes(manager)).isInstanceOf(TenantCache.class);
            assertThat(manager.isAllowNullValues()).isFalse();
        });
    }

    record NeedsCaffeine(CaffeineCacheManager manager) {}

    @Configuration(proxyBeanMethods = false)
    static class TypedInjection {

        @Bean
        CaffeineCacheManager caffeineCacheManager() {
            CaffeineCacheManager manager = new CaffeineCacheManager("notes", "plans");
            manager.setAllowNullValues(false);
            return manager;
        }

        @Bean
        NeedsCaffeine needsCaffeine(CaffeineCacheManager manager) {
            return new NeedsCaffeine(manager);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {FinalManager.class, FinalMethod.class, NotVisible.class})
    void dividesTheCachesOfAManagerWhoseTypeCannotBeKept(Class<? extends CacheManager> type) {
        contextRunner.withBean(type).run(context -> assertIsDivided(context));
    }

    static final class FinalManager extends ConcurrentMapCacheManager {}

    static class FinalMethod extends ConcurrentMapCacheManager {

        @Override
        public final @Nullable Cache getCache(String name) {
            return super.getCache(name);
        }
    }

    private static class NotVisible extends ConcurrentMapCacheManager {}

    @Test
    void saysWhatToDoWhereAManagerIsAskedForByATypeThatCannotBeKept() {
        contextRunner
                .withBean(FinalManager.class)
                .withBean(NeedsFinal.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("expected to be of type")
                        .hasStackTraceContaining("FinalManager"));
    }

    record NeedsFinal(FinalManager manager) {}

    @Test
    void dividesCachesThatAreBeans() {
        with(CacheBean.class).run(context -> {
            assertIsDivided(context);
            Cache cache = context.getBean("cache", Cache.class);
            assertThat(cache.get("note", String.class)).isEqualTo("public's note");
            assertThat(in(ACME, () -> Optional.ofNullable(cache.get("note", String.class))))
                    .contains("acme's note");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class CacheBean {

        @Bean
        Cache cache() {
            return new ConcurrentMapCache("notes");
        }
    }

    @Test
    void dividesCachesThatAResolverKeeps() {
        with(Resolver.class).run(context -> {
            assertIsDivided(context);
            assertThat(service(context).calls()).isEqualTo(3);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolver implements CachingConfigurer {

        private final ObjectProvider<CacheManager> manager;

        Resolver(ObjectProvider<CacheManager> manager) {
            this.manager = manager;
        }

        @Bean
        static CacheManager kept() {
            return new ConcurrentMapCacheManager("notes", "plans");
        }

        @Override
        public CacheResolver cacheResolver() {
            Supplier<List<Cache>> caches = SingletonSupplier.of(() -> List.of(notes(manager.getObject())));
            return context -> caches.get();
        }
    }

    @Test
    void keepsTheMetricsOfSpringBoot() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues("spring.cache.type=caffeine", "spring.cache.caffeine.spec=recordStats")
                .run(context -> {
                    assertIsDivided(context);
                    assertThat(context.getBean(SimpleMeterRegistry.class)
                                    .get("cache.gets")
                                    .tags("cache", "notes", "result", "hit")
                                    .functionCounter()
                                    .count())
                            .isOne();
                });
    }

    /** What is not covered, and documented so: a cache that the application uses past Spring's. */
    @Test
    void doesNotDivideANativeCacheThatIsUsedDirectly() {
        contextRunner
                .withBean(
                        com.github.benmanes.caffeine.cache.Cache.class,
                        () -> Caffeine.newBuilder().build())
                .run(context -> assertThat(context.getBean(com.github.benmanes.caffeine.cache.Cache.class))
                        .isNotInstanceOf(TenantCache.class));
    }

    private static final class NoTenants implements TenantRegistry {

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return Optional.empty();
        }

        @Override
        public void forEach(Consumer<Tenant> action) {}
    }
}
