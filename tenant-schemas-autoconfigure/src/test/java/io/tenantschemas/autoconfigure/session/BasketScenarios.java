package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.web.RawHttp;
import io.tenantschemas.registry.CachingTenantRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for sessions wherever they are stored, and whether anybody logs in or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BasketScenarios {

    private RunningApplication application;

    private RawHttp http;

    /** Starts the application. */
    abstract RunningApplication startApplication();

    @BeforeAll
    void start() {
        application = startApplication();
        http = new RawHttp(application.port());
        signUp("acme");
        signUp("globex");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    RunningApplication application() {
        return application;
    }

    void signUp(String name) {
        application.bean(ClientRepository.class).save(new Client(name, name + ".example.com", name));
    }

    public Visitor at(String name) {
        return new Visitor(http, name + ".example.com");
    }

    @Test
    void showsNothingOfASessionAtAnotherTenant() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        assertThat(visitor.basket()).isEqualTo("anvil");
        for (String page : new String[] {"/basket", "/basket/later", "/basket/from-the-shared-tables"}) {
            assertThat(visitor.get(page).body()).isEqualTo("anvil");
            assertThat(visitor.at("globex.example.com").get(page).body()).isEqualTo("no session");
        }
    }

    @Test
    void makesASessionOfItsOwnForACookieOfAnotherTenant() {
        for (String page : new String[] {"/basket", "/basket/in-transaction"}) {
            Visitor visitor = at("acme");
            visitor.post("/basket?content=anvil");
            Visitor elsewhere = visitor.at("globex.example.com");
            assertThat(elsewhere.post(page + "?content=rope").status()).isEqualTo(200);
            assertThat(elsewhere.cookie()).isNotEqualTo(visitor.cookie());
            assertThat(elsewhere.basket()).isEqualTo("rope");
            assertThat(elsewhere.at("acme.example.com").basket()).isEqualTo("no session");
            assertThat(visitor.basket()).isNotEqualTo("rope");
        }
    }

    @Test
    void showsATenantWithAnOldNameNothingOfTheOldSessions() {
        signUp("umbrella");
        Visitor visitor = at("umbrella");
        visitor.post("/basket?content=anvil");
        assertThat(visitor.basket()).isEqualTo("anvil");
        drop("umbrella");
        signUp("umbrella");

        assertThat(visitor.basket()).isEqualTo("no session");
    }

    void drop(String name) {
        sql("DELETE FROM client WHERE schema_name = '%s'".formatted(name), "DROP SCHEMA %s CASCADE".formatted(name));
    }

    void sql(String... statements) {
        for (String statement : statements) {
            JdbcClient.create(application.database().dataSource())
                    .sql(statement)
                    .update();
        }
        application.bean(CachingTenantRegistry.class).forgetAll();
    }
}
