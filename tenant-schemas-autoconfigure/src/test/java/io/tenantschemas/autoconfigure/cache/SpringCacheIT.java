package io.tenantschemas.autoconfigure.cache;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import jakarta.persistence.EntityManager;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.cache.application.CachingApplication;
import io.tenantschemas.autoconfigure.cache.application.Client;
import io.tenantschemas.cache.TenantCache;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.TenantProvisioner;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring's caches over a database, with tenants that come and go. */
class SpringCacheIT {

    private static RunningApplication application;

    private static JdbcTemplate past;

    @Configuration(proxyBeanMethods = false)
    @EnableCaching(proxyTargetClass = true)
    @Import({CachingApplication.class, CachedNotes.class})
    static class Application {}

    @BeforeAll
    static void start() {
        String[] properties = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(SecondLevelCacheIT.PROPERTIES),
                        java.util.stream.Stream.of("spring.cache.type=simple"))
                .toArray(String[]::new);
        application = RunningApplication.startWithoutWeb(Application.class, properties);
        past = new JdbcTemplate(application.database().dataSource());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void createTenants() {
        past.queryForList("SELECT schema_name FROM client", String.class).forEach(SpringCacheIT::drop);
        create("acme");
        create("globex");
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(application.bean(PlatformTransactionManager.class));
    }

    private static void create(String schema) {
        create(schema, schema + ".example.com");
    }

    private static void create(String schema, String domain) {
        transaction()
                .executeWithoutResult(
                        status -> application.bean(EntityManager.class).persist(new Client(schema, domain)));
        past.update("INSERT INTO %s.note VALUES (1, 'first', ?)".formatted(schema), "of " + schema);
    }

    private static void drop(String schema) {
        EntityManager entities = application.bean(EntityManager.class);
        transaction()
                .executeWithoutResult(status ->
                        entities.remove(entities.createQuery("from Client where schemaName = :name", Client.class)
                                .setParameter("name", schema)
                                .getSingleResult()));
    }

    private static CachedNotes notes() {
        return application.bean(CachedNotes.class);
    }

    private static List<String> read(String schema) {
        return application.bean(TenantTemplate.class).execute(schema, () -> notes().withCode("first"));
    }

    private static Set<?> keys() {
        Cache cache = application.bean(CacheManager.class).getCache("notes");
        return ((java.util.Map<?, ?>) ((TenantCache) java.util.Objects.requireNonNull(cache)).getNativeCache())
                .keySet();
    }

    @Test
    void remembersForEachTenant() {
        for (int i = 0; i < 2; i++) {
            assertThat(read("acme")).containsExactly("of acme");
            assertThat(read("globex")).containsExactly("of globex");
        }
        past.update("UPDATE acme.note SET text = 'changed'");
        assertThat(read("acme")).as("cached").containsExactly("of acme");
    }

    @Test
    void showsNothingOfADroppedTenantToALaterOneOfTheSameName() {
        read("acme");
        read("globex");
        assertThat(keys()).hasSize(2);
        drop("acme");
        assertThat(keys()).as("those of globex alone").hasSize(1);
        create("acme");
        past.update("UPDATE acme.note SET text = 'of the new one'");

        assertThat(read("acme")).containsExactly("of the new one");
    }

    @Test
    void showsNothingOfARenamedTenantToALaterOneOfItsFormerName() {
        read("acme");
        application.bean(TenantProvisioner.class).rename("acme", "initech");
        create("acme", "new.acme.example.com");
        past.update("UPDATE acme.note SET text = 'of the new one'");
        past.update("UPDATE initech.note SET text = 'changed'");

        assertThat(read("acme")).containsExactly("of the new one");
        assertThat(read("initech")).as("still cached").containsExactly("of acme");
    }

    @Test
    void showsAChangeToOthersWithTheCommit() {
        read("acme");
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        "acme",
                        () -> transaction().executeWithoutResult(status -> {
                            notes().change("first", "changed");
                            assertThat(notes().withCode("first")).containsExactly("changed");
                            assertThat(elsewhere()).containsExactly("of acme");
                        }));
        assertThat(read("acme")).containsExactly("changed");
    }

    @Test
    void remembersNothingThatWasRolledBack() {
        read("acme");
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        "acme",
                        () -> transaction().executeWithoutResult(status -> {
                            notes().change("first", "changed");
                            assertThat(notes().withCode("first")).containsExactly("changed");
                            status.setRollbackOnly();
                        }));
        assertThat(read("acme")).containsExactly("of acme");
    }

    private static @Nullable List<String> elsewhere() {
        return CompletableFuture.supplyAsync(() -> read("acme")).join();
    }
}
