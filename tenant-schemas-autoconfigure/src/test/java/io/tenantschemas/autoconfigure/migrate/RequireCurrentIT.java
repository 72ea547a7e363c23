package io.tenantschemas.autoconfigure.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;

import io.micrometer.core.instrument.MeterRegistry;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Response;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.StatementLog;
import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.context.SchemaNotReadyException;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An old node and a new one, which has a migration more, serve the same tenants. */
class RequireCurrentIT {

    private static final String OLD = "tenant-schemas.migrations.tenant.locations=classpath:db/tenant";

    private static final String RECENT = OLD + ",classpath:db/deploy/expand";

    private static final String SERVING = "spring.config.import=classpath:deploy/serving.properties";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate OUTSIDE = new JdbcTemplate(DATABASE.dataSource());

    private static RunningApplication old;

    private static RunningApplication recent;

    private String name = "";

    @BeforeAll
    static void start() {
        old = node(ClientApplication.class, OLD, "tenant-schemas.migrations.require-current=true");
        recent = node(Counted.class, RECENT, SERVING);
    }

    private static RunningApplication node(Class<?> type, String... properties) {
        RunningApplication node = deaf(type, properties);
        await().until(() -> node.bean(TenantChangeReceiver.class).uninterrupted() >= 0);
        return node;
    }

    /** Starts a node of which it is not known whether it hears of the others. */
    private static RunningApplication deaf(Class<?> type, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        // Whoever asked while it holds a connection would wait in vain.
        all.add("spring.datasource.hikari.maximum-pool-size=1");
        all.add("tenant-schemas.routing.strategy=search-path");
        all.add("tenant-schemas.public-hosts=www.example.com");
        all.add("tenant-schemas.ignored-paths=/actuator/health");
        all.add("tenant-schemas.resolution.cache.time-to-live=5h");
        return RunningApplication.start(DATABASE, type, WebApplicationType.SERVLET, all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        recent.context().close();
        old.context().close();
        DATABASE.close();
    }

    /** Of a name that no other test has, and made by the old node: behind in the eyes of the new one. */
    @BeforeEach
    void save() {
        name = "acme" + COUNTER.incrementAndGet();
        save(old, name);
    }

    private static void save(RunningApplication node, String name) {
        node.bean(ClientRepository.class).save(new Client(name, host(name), "Client " + name));
    }

    private static String host(String name) {
        return name + ".example.com";
    }

    private Response get(RunningApplication node) {
        return node.get(host(name), "/notes");
    }

    private static void migrate(RunningApplication node, String name) {
        assertThat(node.bean(TenantMigrator.class)
                        .migrate(MigrationRequest.only(SchemaName.of(name)))
                        .migrated())
                .hasSize(1);
    }

    @Test
    void aTenantThatIsBehindIsAskedToComeBackBeforeTheApplicationSeesAnything() {
        int before = recent.bean(Calls.class).count();
        Response response = get(recent);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.head()).contains("Retry-After: 5", "application/problem+json");
        assertThat(response.body()).contains("urn:tenant-schemas:being-updated");
        assertThat(recent.bean(Calls.class).count()).isEqualTo(before);
    }

    @Test
    void theOldNodeServesOn() {
        get(recent);
        assertThat(get(old).status()).isEqualTo(200);
    }

    @Test
    void aTenantThatSignsUpAtTheNewNodeIsServedByBoth() {
        name = "fresh" + COUNTER.incrementAndGet();
        save(recent, name);
        assertThat(get(recent).status()).isEqualTo(200);
        assertThat(get(old).status()).isEqualTo(200);
    }

    @Test
    void aTenantThatThisNodeMigratedIsServedAtOnce() {
        assertThat(get(recent).status()).isEqualTo(503);
        migrate(recent, name);
        assertThat(get(recent).status()).isEqualTo(200);
    }

    @Test
    void aNodeThatHearsOfNobodyForgetsWhatItKnewOfWhatItMigrates() {
        RunningApplication deaf = deaf(
                ClientApplication.class,
                RECENT + ",classpath:db/deploy/contract",
                SERVING,
                "tenant-schemas.registry.listen=false");
        try {
            migrate(deaf, name);
            assertThat(get(deaf).status()).isEqualTo(200);
            OUTSIDE.execute(
                    "ALTER TABLE %1$s.note DROP COLUMN title; DELETE FROM %1$s.flyway_schema_history WHERE version > '1'"
                            .formatted(name));
            assertThat(get(deaf).status()).as("what nobody tells of").isEqualTo(200);
            deaf.bean(TenantMigrator.class)
                    .migrate(MigrationRequest.only(SchemaName.of(name)).withUpTo("2"));
            assertThat(get(deaf).status()).isEqualTo(503);
        } finally {
            deaf.context().close();
        }
    }

    @Test
    void aTenantThatAnotherNodeMigratedIsServedSoon() {
        assertThat(get(recent).status()).isEqualTo(503);
        RunningApplication another = node(ClientApplication.class, RECENT);
        try {
            migrate(another, name);
        } finally {
            another.context().close();
        }
        await().until(() -> get(recent).status() == 200);
        assertThat(get(old).status()).isEqualTo(200);
    }

    @Test
    void aTenantThatFlywayMigratedFromOutsideIsServedSoon() {
        assertThat(get(recent).status()).isEqualTo(503);
        Flyway.configure()
                .dataSource(DATABASE.dataSource())
                .schemas(name)
                .locations("classpath:db/tenant", "classpath:db/deploy/expand")
                .load()
                .migrate();
        await().until(() -> get(recent).status() == 200);
    }

    @Test
    void aCurrentTenantIsLookedAtAgainWhenSomebodyTellsThatItWasMigrated() {
        migrate(recent, name);
        assertThat(get(recent).status()).isEqualTo(200);
        OUTSIDE.update("DELETE FROM %s.flyway_schema_history WHERE version = '2'".formatted(name));
        OUTSIDE.queryForList("SELECT pg_notify('tenant_schemas_public', 'migrated %s')".formatted(name));
        await().until(() -> get(recent).status() == 503);
    }

    @Test
    void aTenantThatANewerNodeMigratedIsServedByTheOldOneWheneverItAsks() {
        assertThat(get(old).status()).isEqualTo(200);
        migrate(recent, name);
        OUTSIDE.queryForList("SELECT pg_notify('tenant_schemas_public', 'everything')");
        await().during(Duration.ofMillis(500)).until(() -> get(old).status() == 200);
    }

    @Test
    void aNameUsedAgainIsAnotherTenant() {
        migrate(recent, name);
        assertThat(get(recent).status()).isEqualTo(200);
        recent.bean(TenantProvisioner.class).drop(SchemaName.of(name));
        await().until(() ->
                old.bean(TenantRegistry.class).findBySchema(SchemaName.of(name)).isEmpty());
        save(old, name);
        await().until(() -> get(recent).body().contains("urn:tenant-schemas:being-updated"));
    }

    @Test
    void manyRequestsAtOnceAskOnce() throws Exception {
        // What the history means is known from another tenant, so that one statement is all there is to ask.
        assertThat(get(recent).status()).isEqualTo(503);
        save();
        int threads = 20;
        CyclicBarrier together = new CyclicBarrier(threads);
        Callable<Response> request = () -> {
            together.await(1, TimeUnit.MINUTES);
            return get(recent);
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Response>> responses = new ArrayList<>();
        List<String> statements = recent.bean(StatementLog.class).during(() -> {
            try {
                for (int i = 0; i < threads; i++) {
                    responses.add(executor.submit(request));
                }
                for (Future<Response> response : responses) {
                    assertThat(response.get(1, TimeUnit.MINUTES).status()).isEqualTo(503);
                }
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            } finally {
                executor.shutdownNow();
            }
        });
        assertThat(statements)
                .filteredOn(sql -> sql.contains("\"%s\".\"flyway_schema_history\"".formatted(name)))
                // Another one where the node heard of the new tenant meanwhile, or a second has passed.
                .hasSizeBetween(1, 3);
    }

    @Test
    void aCurrentTenantCostsNothing() {
        migrate(recent, name);
        await().untilAsserted(() -> {
            get(recent);
            assertThat(recent.bean(StatementLog.class).during(() -> get(recent)))
                    .singleElement()
                    .asString()
                    .contains("from note");
        });
    }

    @Test
    void aTenantWhoseHistoryCannotBeReadIsNotServedEither() {
        migrate(recent, name);
        OUTSIDE.execute("ALTER TABLE %s.flyway_schema_history RENAME checksum TO sum".formatted(name));
        Response response = get(recent);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.head()).contains("Retry-After: 5");
        assertThat(response.body()).contains("urn:tenant-schemas:unavailable");
    }

    @Test
    void healthAnswersWhoeverIsBehind() {
        assertThat(get(recent).status()).isEqualTo(503);
        assertThat(recent.get("www.example.com", "/actuator/health").status()).isEqualTo(200);
        assertThat(recent.get("10.0.0.1", "/actuator/health").status()).isEqualTo(200);
        assertThat(recent.get(host(name), "/actuator/health").status()).isEqualTo(200);
    }

    @Test
    void workForEachTenantFailsForThoseThatAreBehind() {
        List<String> worked = new ArrayList<>();
        ForEachTenantReport report = recent.bean(TenantTemplate.class)
                .forEachTenant(() -> worked.add(TenantContext.currentSchema().value()));
        assertThat(worked).doesNotContain(name);
        assertThat(report.failures())
                .filteredOn(failure -> failure.tenant().schema().value().equals(name))
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause()).isInstanceOf(SchemaNotReadyException.class));
        migrate(recent, name);
        recent.bean(TenantTemplate.class)
                .forEachTenant(() -> worked.add(TenantContext.currentSchema().value()));
        assertThat(worked).contains(name);
    }

    @Test
    void workForEachTenantAsksAboutManyTogether() {
        for (int i = 0; i < 10; i++) {
            save(old, name + "_" + i);
        }
        RunningApplication fresh = node(Counted.class, OLD, SERVING);
        try {
            TenantTemplate template = fresh.bean(TenantTemplate.class);
            // Not the first, whose history is looked at closely, nor the last, of whom there may be no other left.
            String any = "\"%s\"".formatted(name + "_5");
            List<String> statements = fresh.bean(StatementLog.class)
                    .during(() -> assertThat(template.forEachTenant(() -> {}).succeeded())
                            .isGreaterThan(10));
            assertThat(statements)
                    .filteredOn(sql -> sql.contains("FROM " + any + ".\"flyway_schema_history\""))
                    .singleElement()
                    .asString()
                    .contains("UNION ALL");
        } finally {
            fresh.context().close();
        }
    }

    @Test
    void aMeterCountsThoseThatAreBehind() {
        RunningApplication fresh = node(ClientApplication.class, RECENT, SERVING);
        try {
            assertThat(behind(fresh)).isZero();
            assertThat(get(fresh).status()).isEqualTo(503);
            assertThat(behind(fresh)).isEqualTo(1);
            migrate(fresh, name);
            assertThat(behind(fresh)).isZero();
        } finally {
            fresh.context().close();
        }
    }

    private static double behind(RunningApplication node) {
        return node.bean(MeterRegistry.class)
                .get("tenant.schemas.migrations.behind")
                .gauge()
                .value();
    }

    @Test
    void nothingIsAskedUnlessItIsRequired() {
        RunningApplication lenient = node(Counted.class, RECENT);
        try {
            assertThat(get(lenient).status()).isEqualTo(200);
            assertThat(lenient.bean(StatementLog.class).during(() -> get(lenient)))
                    .noneMatch(sql -> sql.contains("flyway_schema_history"));
        } finally {
            lenient.context().close();
        }
    }

    @Test
    void theOldNodeWritesIntoASchemaThatWasExpandedAndNotIntoOneThatWasContracted() {
        migrate(recent, name);
        assertThat(old.post(host(name), "/notes", "after the expansion").status())
                .isEqualTo(200);
        RunningApplication next = node(ClientApplication.class, RECENT + ",classpath:db/deploy/contract");
        try {
            migrate(next, name);
        } finally {
            next.context().close();
        }
        assertThat(OUTSIDE.queryForList("SELECT title FROM %s.note".formatted(name), String.class))
                .containsExactly("after the expansion");
        assertThat(get(old).status()).isEqualTo(200);
        assertThat(old.post(host(name), "/notes", "too late").status()).isEqualTo(500);
    }

    /** The application with its statements noted, and its requests counted. */
    @Configuration(proxyBeanMethods = false)
    @Import(ClientApplication.class)
    static class Counted {

        @Bean
        static StatementLog statementLog() {
            return new StatementLog();
        }

        @Bean
        Calls calls() {
            return new Calls();
        }

        @Bean
        Filter countingFilter(Calls calls) {
            return (request, response, chain) -> {
                calls.add();
                chain.doFilter(request, response);
            };
        }
    }

    /** Counts requests that reach the application's own filter. */
    static final class Calls {

        private final AtomicInteger count = new AtomicInteger();

        void add() {
            count.incrementAndGet();
        }

        int count() {
            return count.get();
        }
    }
}
