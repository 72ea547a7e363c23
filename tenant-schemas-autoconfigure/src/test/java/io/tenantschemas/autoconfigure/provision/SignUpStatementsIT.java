package io.tenantschemas.autoconfigure.provision;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.StatementLog;

import static org.assertj.core.api.Assertions.assertThat;

/** What saving a tenant costs in statements once another one was saved, counted next to the pool. */
class SignUpStatementsIT {

    private static RunningApplication application;

    private static StatementLog log;

    @BeforeAll
    static void start() {
        application = RunningApplication.start(Logged.class, "spring.datasource.hikari.maximum-pool-size=1");
        log = application.bean(StatementLog.class);
        save("acme");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void allMigrationsAndTheirHistoryAreOneOfAFew() {
        List<String> statements = log.during(() -> save("globex")).stream()
                .dropWhile(sql -> !sql.startsWith("insert into public.client"))
                .toList();

        // Two rows, what is asked of them, for how long the rest may wait, the schema, three for its migrations, the
        // check, the
        // path, that limit as it was, and who is told.
        assertThat(statements).hasSize(16);
        assertThat(statements)
                .filteredOn(sql -> sql.contains("CREATE TABLE"))
                .singleElement()
                .asString()
                .contains("INSERT INTO \"globex\".\"flyway_schema_history\"");
    }

    private static void save(String name) {
        application.bean(ClientRepository.class).save(new Client(name, name + ".example.com", name));
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
