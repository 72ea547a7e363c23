package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.StatementLog;
import io.tenantschemas.routing.RoutingChoice;
import io.tenantschemas.routing.RoutingStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What requests of tenants in turn cost on one connection where statements name the schema themselves. */
class QualifiedRequestIT {

    private static RunningApplication application;

    private static StatementLog log;

    private static Client acme;

    @BeforeAll
    static void start() {
        application = RunningApplication.start(Logged.class, "spring.datasource.hikari.maximum-pool-size=1");
        log = application.bean(StatementLog.class);
        acme = application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        application.bean(ClientRepository.class).save(new Client("globex", "globex.example.com", "Globex"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void eachCostsItsOwnStatementsAlone() {
        // Once changes are heard; and within a second of the one before, which may be late.
        await().untilAsserted(() -> {
            application.get("acme.example.com", "/notes");
            application.get("globex.example.com", "/notes");
            List<String> statements = log.during(() -> {
                application.get("acme.example.com", "/notes");
                application.get("globex.example.com", "/notes");
            });
            assertThat(statements).hasSize(2);
            assertThat(statements.get(0)).contains("from \"acme\".note ");
            assertThat(statements.get(1)).contains("from \"globex\".note ");
        });
    }

    @Test
    void isWhatIsChosenUnlessSomebodyChooses() {
        RoutingChoice choice =
                TenantDataSources.routing(application.bean(DataSource.class)).choice();
        assertThat(choice.strategy()).isEqualTo(RoutingStrategy.QUALIFIED);
        assertThat(choice.reason()).contains("nothing outside");
    }

    @Test
    void statementsOfHibernateAndOfJdbcNameTheTenant() {
        List<String> statements = log.during(() -> {
            application.get("acme.example.com", "/notes");
            application.get("acme.example.com", "/search-path");
        });

        assertThat(statements)
                .filteredOn(sql -> sql.contains("from \"acme\".note") || sql.startsWith("SHOW search_path"))
                .hasSize(2)
                .allMatch(sql ->
                        sql.endsWith(" /*acme#%d*/".formatted(acme.toTenant().id())));
    }

    @Test
    void nativeSqlFindsItsPath() {
        assertThat(application.get("acme.example.com", "/search-path").body()).contains("acme");
        assertThat(application.get("globex.example.com", "/search-path").body()).contains("globex");
    }

    @Test
    void behindAPoolerTheAutomaticChoiceIsThePath() throws SQLException {
        try (PoolerInFront pooler = PoolerInFront.start();
                RunningApplication behind = RunningApplication.start(
                        pooler.database(), ClientApplication.class, WebApplicationType.NONE, pooler.properties())) {
            RoutingChoice choice =
                    TenantDataSources.routing(behind.bean(DataSource.class)).choice();
            assertThat(choice.strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
            assertThat(choice.reason()).contains("pooler");
            assertThat(behind.bean(DataSource.class)
                            .unwrap(HikariDataSource.class)
                            .getDataSourceProperties())
                    .as("as all that are routed")
                    .containsEntry("preparedStatementCacheQueries", "1024");
        }
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
