package io.tenantschemas.autoconfigure.session;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.web.RawHttp;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Sessions in a store that two servers share, one of which drops and renames tenants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SessionsOnNodesScenarios {

    private final String[] properties;

    private RunningApplication here;

    private RunningApplication there;

    SessionsOnNodesScenarios(String... properties) {
        this.properties = properties;
    }

    @BeforeAll
    void start() {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        here = start(database);
        there = start(database);
        await().until(() -> there.bean(TenantChangeReceiver.class).isListening());
    }

    private RunningApplication start(TestDatabase database) {
        return RunningApplication.start(
                database,
                SessionApplication.class,
                WebApplicationType.SERVLET,
                Stream.concat(Stream.of("tenant-schemas.resolution.cache.time-to-live=5h"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        there.context().close();
        here.close();
    }

    @Test
    void areNobodysWhenTheirTenantWasDropped() {
        signUp("hooli", "hooli.example.com", "signature");
        Visitor gavin = logIn("hooli.example.com", "signature");
        here.bean(TenantProvisioner.class).drop("hooli");
        signUp("hooli", "hooli.example.com", "another");

        assertThat(at(there, gavin).basket()).isEqualTo("no session");
        assertThat(at(here, gavin).basket()).isEqualTo("no session");
        assertThat(at(there, gavin).who()).isEqualTo("nobody");
        assertThat(at(here, gavin).who()).isEqualTo("nobody");
        logIn("hooli.example.com", "another");
    }

    @Test
    void areTheirTenantsWhenAnotherGotItsName() {
        signUp("acme", "acme.example.com", "of-acme");
        Visitor gavin = logIn("acme.example.com", "of-acme");
        here.bean(TenantProvisioner.class).rename("acme", "globex");
        signUp("acme", "new.example.com", "another");

        for (RunningApplication node : List.of(there, here)) {
            assertThat(at(node, gavin).who()).isEqualTo("gavin");
            assertThat(at(node, gavin).at("new.example.com").basket()).isEqualTo("no session");
        }
        for (RunningApplication node : List.of(there, here)) {
            assertThat(at(node, gavin).at("new.example.com").who()).isEqualTo("nobody");
        }
    }

    /** Makes a tenant with a user, of whom both servers know afterwards. */
    private void signUp(String schema, String host, String password) {
        Client client = here.bean(ClientRepository.class).save(new Client(schema, host, schema));
        JdbcClient jdbc = JdbcClient.create(here.database().dataSource());
        jdbc.sql("INSERT INTO %s.users VALUES ('gavin', ?, true)".formatted(schema))
                .param("{noop}" + password)
                .update();
        jdbc.sql("INSERT INTO %s.authorities VALUES ('gavin', 'ROLE_USER')".formatted(schema))
                .update();
        await().untilAsserted(() -> assertThat(there.bean(TenantRegistry.class).findByHost(HostName.of(host)))
                .contains(client.toTenant()));
    }

    /** Logs in at one server, and makes sure that the other knows it as well. */
    private Visitor logIn(String host, String password) {
        Visitor gavin = new Visitor(new RawHttp(there.port()), host).logIn("gavin", password);
        gavin.post("/basket?content=box");
        for (RunningApplication node : List.of(there, here)) {
            assertThat(at(node, gavin).who()).isEqualTo("gavin");
            assertThat(at(node, gavin).basket()).isEqualTo("box");
        }
        return gavin;
    }

    private static Visitor at(RunningApplication node, Visitor visitor) {
        return visitor.through(new RawHttp(node.port()));
    }
}
