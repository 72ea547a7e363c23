package io.tenantschemas.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.redis.cache.CacheStatistics;
import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;

import io.tenantschemas.cache.CacheScope;
import io.tenantschemas.cache.NativeStore;
import io.tenantschemas.cache.TenantCacheContract;
import io.tenantschemas.cache.TenantCacheManager;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spring Data's caches in Redis, with a map in the place of the server. */
class RedisStoreTests extends TenantCacheContract {

    private final Server server = new Server();

    private final RedisCacheConfiguration configuration = RedisCacheConfiguration.defaultCacheConfig();

    @Override
    protected RedisCacheManager cacheManager() {
        RedisCacheManager manager = RedisCacheManager.builder(server)
                .cacheDefaults(configuration)
                .initialCacheNames(Set.of("notes", "plans"))
                .build();
        manager.afterPropertiesSet();
        return manager;
    }

    @Override
    protected NativeStore nativeStore() {
        return new RedisStore();
    }

    @Override
    protected boolean isAsynchronous() {
        return false;
    }

    @Override
    protected boolean tellsWhatItRemoved() {
        return false;
    }

    private Cache notes() {
        return Objects.requireNonNull(new TenantCacheManager(
                        cacheManager(),
                        new CacheScope(SchemaName.of("public"), Set.of(), false),
                        List.of(nativeStore()))
                .getCache("notes"));
    }

    private record Isbn(String value) {}

    private static final class IsbnConverter implements Converter<Isbn, String> {

        @Override
        public String convert(Isbn isbn) {
            return "isbn-" + isbn.value();
        }
    }

    @Test
    void turnsKeysIntoTextsAsRedisCachesDo() {
        configuration.addCacheKeyConverter(new IsbnConverter());
        run(ACME, () -> {
            notes().put("key", "value");
            notes().put(7L, "value");
            notes().put(new Isbn("1"), "value");
            notes().put(List.of("a", "b"), "value");
        });
        notes().put("key", "value");

        assertThat(server.entries.keySet())
                .containsExactlyInAnyOrder(
                        "notes::tenant:1:key",
                        "notes::tenant:1:7",
                        "notes::tenant:1:isbn-1",
                        "notes::tenant:1:a,b",
                        "notes::tenant:public:key");
    }

    @Test
    void refusesKeysThatHaveNoText() {
        Object key = new Object();
        assertThatExceptionOfType(ConversionFailedException.class)
                .isThrownBy(() -> run(ACME, () -> notes().put(key, "value")))
                .havingRootCause()
                .withMessageContaining("configureKeyConverters");
        assertThat(server.entries).isEmpty();
    }

    /** What a server does with the commands of caches. */
    private static final class Server implements RedisCacheWriter {

        private final Map<String, byte[]> entries = new TreeMap<>();

        private static String text(byte[] key) {
            return new String(key, StandardCharsets.UTF_8);
        }

        @Override
        public synchronized byte @Nullable [] get(String name, byte[] key) {
            return entries.get(text(key));
        }

        @Override
        public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
            entries.put(text(key), value);
        }

        @Override
        public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public synchronized byte @Nullable [] putIfAbsent(
                String name, byte[] key, byte[] value, @Nullable Duration ttl) {
            return entries.putIfAbsent(text(key), value);
        }

        @Override
        public synchronized void evict(String name, byte[] key) {
            entries.remove(text(key));
        }

        @Override
        public synchronized boolean evictIfPresent(String name, byte[] key) {
            return entries.remove(text(key)) != null;
        }

        @Override
        public synchronized void clear(String name, byte[] pattern) {
            Pattern matching = Pattern.compile(text(pattern).replace("*", ".*"), Pattern.DOTALL);
            entries.keySet().removeIf(key -> matching.matcher(key).matches());
        }

        @Override
        public synchronized boolean invalidate(String name, byte[] pattern) {
            boolean any = !entries.isEmpty();
            clear(name, pattern);
            return any;
        }

        @Override
        public void clearStatistics(String name) {}

        @Override
        public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector collector) {
            return this;
        }

        @Override
        public CacheStatistics getCacheStatistics(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
