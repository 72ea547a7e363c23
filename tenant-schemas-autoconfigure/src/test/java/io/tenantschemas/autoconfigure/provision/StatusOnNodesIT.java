package io.tenantschemas.autoconfigure.provision;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Response;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests to two nodes that remember everything for hours, with the triggers of the documentation. */
class StatusOnNodesIT {

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate PSQL = new JdbcTemplate(DATABASE.dataSource());

    private static RunningApplication here;

    private static RunningApplication there;

    /** Who puts acme into a status. */
    enum Writer {
        PROVISIONER,
        SQL;

        void put(TenantStatus status) {
            switch (this) {
                case PROVISIONER -> putByProvisioner(status);
                case SQL -> putBySql(status);
            }
        }
    }

    @BeforeAll
    static void start() {
        here = node();
        there = node();
    }

    private static RunningApplication node() {
        RunningApplication node = RunningApplication.start(
                DATABASE,
                ClientApplication.class,
                WebApplicationType.SERVLET,
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/notification/shared",
                "tenant-schemas.resolution.cache.time-to-live=5h");
        await().until(() -> node.bean(TenantChangeReceiver.class).uninterrupted() >= 0);
        return node;
    }

    @AfterAll
    static void stop() {
        there.context().close();
        here.context().close();
        DATABASE.close();
    }

    @BeforeEach
    void makeAcme() {
        PSQL.execute("DELETE FROM client; DROP SCHEMA IF EXISTS acme CASCADE; DROP SCHEMA IF EXISTS globex CASCADE");
        here.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        await().untilAsserted(() -> assertServed(here));
        await().untilAsserted(() -> assertServed(there));
    }

    private static void assertServed(RunningApplication node) {
        assertThat(node.get("acme.example.com", "/notes").status()).isEqualTo(200);
    }

    private static void assertSuspended(RunningApplication node) {
        Response response = node.get("acme.example.com", "/notes");
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("urn:tenant-schemas:suspended");
    }

    private static void putByProvisioner(TenantStatus status) {
        TenantProvisioner provisioner = here.bean(TenantProvisioner.class);
        if (status == TenantStatus.SUSPENDED) {
            provisioner.suspend("acme");
        } else {
            provisioner.resume("acme");
        }
    }

    private static void putBySql(TenantStatus status) {
        PSQL.update("UPDATE client SET status = ?", status.name());
    }

    @ParameterizedTest
    @EnumSource(Writer.class)
    void bothObeyAStatusWhoeverWroteIt(Writer writer) {
        writer.put(TenantStatus.SUSPENDED);
        if (writer == Writer.SQL) {
            await().untilAsserted(() -> assertSuspended(here));
        } else {
            assertSuspended(here);
        }
        await().untilAsserted(() -> assertSuspended(there));

        writer.put(TenantStatus.ACTIVE);
        if (writer == Writer.SQL) {
            await().untilAsserted(() -> assertServed(here));
        } else {
            assertServed(here);
        }
        await().untilAsserted(() -> assertServed(there));
    }

    @Test
    void bothSeeATenantOfPsqlAtAHostThatLedNowhereAndServeItOnceItHasASchema() {
        for (RunningApplication node : new RunningApplication[] {here, there}) {
            assertThat(node.get("globex.example.com", "/notes").status()).isEqualTo(404);
        }
        PSQL.execute("""
                INSERT INTO client (id, schema_name, status, name, on_trial, created_on)
                    VALUES (1000, 'globex', 'ACTIVE', 'Globex', true, current_date);
                INSERT INTO tenant_domain VALUES (1000, 'globex.example.com', true);
                """);
        for (RunningApplication node : new RunningApplication[] {here, there}) {
            await().untilAsserted(() -> assertThat(
                            node.get("globex.example.com", "/notes").body())
                    .contains("urn:tenant-schemas:not-set-up"));
        }
        PSQL.execute("CREATE SCHEMA globex");
        assertThat(here.bean(TenantMigrator.class)
                        .migrate(MigrationRequest.only(SchemaName.of("globex")))
                        .migrated())
                .hasSize(1);
        for (RunningApplication node : new RunningApplication[] {here, there}) {
            assertThat(node.get("globex.example.com", "/notes").status()).isEqualTo(200);
        }
    }
}
