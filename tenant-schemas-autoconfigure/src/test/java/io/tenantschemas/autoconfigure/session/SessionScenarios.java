package io.tenantschemas.autoconfigure.session;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for sessions of users who log in, wherever they are stored. */
abstract class SessionScenarios extends BasketScenarios {

    private final String[] properties;

    SessionScenarios(String... properties) {
        this.properties = properties;
    }

    @Override
    RunningApplication startApplication() {
        return RunningApplication.start(SessionApplication.class, properties);
    }

    @BeforeAll
    void addUsers() {
        addUser("acme", "alice", "of-acme");
        addUser("globex", "alice", "of-globex");
    }

    private void signUp(String name, String user, String password) {
        signUp(name);
        addUser(name, user, password);
    }

    private void addUser(String schema, String user, String password) {
        application().bean(TenantTemplate.class).executeWithoutResult(schema, () -> {
            JdbcClient jdbc = application().bean(JdbcClient.class);
            jdbc.sql("INSERT INTO users VALUES (?, ?, true)")
                    .params(user, "{noop}" + password)
                    .update();
            jdbc.sql("INSERT INTO authorities VALUES (?, 'ROLE_USER')")
                    .param(user)
                    .update();
        });
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
        assertThat(alice.at("www.example.com").who()).isEqualTo("nobody");
    }

    @Test
    void knowsThePasswordOfEachTenantsOwnUser() {
        assertThat(at("globex").logIn("alice", "of-acme").who()).isEqualTo("nobody");
        assertThat(at("globex").logIn("alice", "of-globex").who()).isEqualTo("alice");
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

        drop("hooli");
        signUp("hooli", "gavin", "another");

        assertThat(gavin.basket()).isEqualTo("no session");
        assertThat(gavin.who()).isEqualTo("nobody");
        assertThat(at("hooli").logIn("gavin", "another").who()).isEqualTo("gavin");
    }
}
