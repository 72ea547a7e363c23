package io.tenantschemas.autoconfigure.routing;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.StatementLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a request costs in statements where tables are found by the path, counted next to the pool. */
class RequestStatementsIT {

    private static RunningApplication application;

    private static StatementLog log;

    private static Client acme;

    @BeforeAll
    static void start() {
        application = RunningApplication.start(
                Logged.class,
                "tenant-schemas.routing.strategy=search-path",
                "spring.datasource.hikari.maximum-pool-size=1");
        log = application.bean(StatementLog.class);
        acme = application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        application.bean(ClientRepository.class).save(new Client("globex", "globex.example.com", "Globex"));
        application.get("acme.example.com", "/notes");
        application.get("globex.example.com", "/notes");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void aRequestOfAnotherTenantCostsItsOwnStatementsAndOneForThePath() {
        application.get("globex.example.com", "/notes");
        List<String> statements = log.during(() -> application.get("acme.example.com", "/notes"));

        assertThat(statements).hasSize(2);
        assertThat(statements.get(0)).contains("search_path");
        assertThat(statements.get(1)).contains("from note");
    }

    @Test
    void aWarmRequestCostsItsOwnStatementsAlone() {
        // Once changes are heard; and within a second of the one before, which may be late.
        await().untilAsserted(() -> {
            application.get("acme.example.com", "/notes");
            assertThat(log.during(() -> application.get("acme.example.com", "/notes")))
                    .singleElement()
                    .asString()
                    .contains("from note");
        });
    }

    @Test
    void aWarmRequestAsksNobodyWhoTheTenantIs() {
        assertThat(log.during(() -> application.get("globex.example.com", "/notes")))
                .noneMatch(sql -> sql.contains("tenant_domain"));
    }

    @Test
    void statementsOfHibernateAndOfJdbcNameTheTenantWhereTheDriverIsNotToldOfPaths() {
        List<String> statements = log.during(() -> {
            application.get("acme.example.com", "/notes");
            application.get("acme.example.com", "/search-path");
        });

        assertThat(statements)
                .filteredOn(sql -> sql.contains("from note") || sql.startsWith("SHOW search_path"))
                .hasSize(2)
                .allMatch(sql ->
                        sql.endsWith(" /*acme#%d*/".formatted(acme.toTenant().id())) != isDriverToldOfPaths());
    }

    /** From PostgreSQL 18 on, and drops what it prepared. */
    private static boolean isDriverToldOfPaths() {
        return Objects.requireNonNull(application
                        .bean(JdbcTemplate.class)
                        .queryForObject("SELECT current_setting('server_version_num')::int", Integer.class))
                >= 180_000;
    }

    @Test
    void anUnknownHostReachesTheDatabaseOnce() {
        assertThat(log.during(() -> application.get("nobody.example.com", "/notes")))
                .hasSize(1);
        assertThat(log.during(() -> application.get("nobody.example.com", "/notes")))
                .isEmpty();
    }

    @Test
    void aMalformedHostReachesNothing() {
        assertThat(log.during(() -> application.get("a..b", "/notes"))).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ClientApplication.class)
    static class Logged {

        @Bean
        static StatementLog statementLog() {
            return new StatementLog();
        }
    }
}
