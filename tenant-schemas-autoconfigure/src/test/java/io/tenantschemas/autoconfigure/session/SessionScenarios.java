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
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.registry.CachingTenantRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for sessions wherever they are stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SessionScenarios {

    private final String[] properties;

    private RunningApplication application;

    private RawHttp http;

    SessionScenarios(String... properties) {
        this.properties = properties;
    }

    @BeforeAll
    void start() {
        application = RunningApplication.start(SessionApplication.class, properties);
        http = new RawHttp(application.port());
        signUp("acme", "alice", "of-acme");
        signUp("globex", "alice", "of-globex");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    RunningApplication application() {
        return application;
    }

    private void signUp(String name, String user, String password) {
        application.bean(ClientRepository.class).save(new Client(name, name + ".example.com", name));
        addUser(name, user, password);
    }

    private void addUser(String schema, String user, String password) {
        application.bean(TenantTemplate.class).executeWithoutResult(schema, () -> {
            JdbcClient jdbc = application.bean(JdbcClient.class);
            jdbc.sql("INSERT INTO users VALUES (?, ?, true)")
                    .params(user, "{noop}" + password)
                    .update();
            jdbc.sql("INSERT INTO authorities VALUES (?, 'ROLE_USER')")
                    .param(user)
                    .update();
        });
    }

    Visitor at(String name) {
        return new Visitor(http, name + ".example.com");
    }

    Visitor aliceAtAcme() {
        Visitor alice = at("acme").logIn("alice", "of-acme");
        assertThat(alice.who()).isEqualTo("alice");
        return alice;
    }

    @Test
    void logsAUserInAtOneTenantOnly() {
        Visitor alice = aliceAtAcme();
        assertThat(alice.at("globex.example.com").who()).isEqualTo("nobody");
    }

    @Test
    void knowsThePasswordOfEachTenantsOwnUser() {
        assertThat(at("globex").logIn("alice", "of-acme").who()).isEqualTo("nobody");
        assertThat(at("globex").logIn("alice", "of-globex").who()).isEqualTo("alice");
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
    void changesTheIdWhenAUserLogsIn() {
        Visitor visitor = at("acme");
        visitor.post("/basket?content=anvil");
        String before = visitor.cookie();
        visitor.logIn("alice", "of-acme");
        assertThat(visitor.cookie()).isNotEqualTo(before);
        assertThat(visitor.who()).isEqualTo("alice");
        assertThat(visitor.basket()).isEqualTo("anvil");
    }

    @Test
    void logsInWithACookieOfAnotherTenant() {
        Visitor alice = aliceAtAcme();
        Visitor elsewhere = alice.at("globex.example.com").logIn("alice", "of-globex");
        assertThat(elsewhere.who()).isEqualTo("alice");
        assertThat(elsewhere.cookie()).isNotEqualTo(alice.cookie());
        assertThat(elsewhere.at("acme.example.com").who()).isEqualTo("nobody");
    }

    @Test
    void logsAUserOut() {
        Visitor alice = aliceAtAcme();
        String cookie = alice.cookie();
        alice.post("/logout");
        assertThat(alice.who()).isEqualTo("nobody");
        assertThat(cookie).isNotEqualTo("none=0");
    }

    @Test
    void logsNobodyOutAtAnotherTenant() {
        Visitor alice = aliceAtAcme();
        alice.at("globex.example.com").post("/logout");
        assertThat(alice.who()).isEqualTo("alice");
    }

    @Test
    void keepsTheUserOfATenantThatIsRenamed() {
        signUp("initech", "peter", "stapler");
        Visitor peter = at("initech").logIn("peter", "stapler");
        assertThat(peter.who()).isEqualTo("peter");

        sql(
                "ALTER SCHEMA initech RENAME TO initrode",
                "UPDATE client SET schema_name = 'initrode' WHERE schema_name = 'initech'");

        assertThat(peter.who()).isEqualTo("peter");
    }

    @Test
    void givesATenantWithAnOldNameNoneOfTheOldSessions() {
        signUp("hooli", "gavin", "signature");
        Visitor gavin = at("hooli").logIn("gavin", "signature");
        gavin.post("/basket?content=box");
        assertThat(gavin.who()).isEqualTo("gavin");

        sql("DELETE FROM client WHERE schema_name = 'hooli'", "DROP SCHEMA hooli CASCADE");
        signUp("hooli", "gavin", "another");

        assertThat(gavin.basket()).isEqualTo("no session");
        assertThat(gavin.who()).isEqualTo("nobody");
        assertThat(at("hooli").logIn("gavin", "another").who()).isEqualTo("gavin");
    }

    private void sql(String... statements) {
        for (String statement : statements) {
            JdbcClient.create(application.database().dataSource())
                    .sql(statement)
                    .update();
        }
        application.bean(CachingTenantRegistry.class).forgetAll();
    }
}
