package io.tenantschemas.autoconfigure.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.command.Console;
import io.tenantschemas.command.TenantCommands;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tenants whose schemas nobody makes until somebody asks for them, without a table in which anything is remembered of them. */
class NoneProvisioningIT {

    private static RunningApplication application;

    private static JdbcTemplate psql;

    private static int count;

    private final StringWriter out = new StringWriter();

    private final StringWriter err = new StringWriter();

    private String schema = "";

    @BeforeAll
    static void start() {
        application = RunningApplication.start(
                ClientApplication.class,
                "tenant-schemas.provisioning.mode=none",
                "spring.datasource.hikari.maximum-pool-size=2");
        TestDatabase database = application.database();
        psql = new JdbcTemplate(database.dataSource());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void save() {
        psql.update("DELETE FROM client");
        schema = "acme" + ++count;
        Client saved =
                application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", "Acme"));
        assertThat(saved.getStatus()).isEqualTo(TenantStatus.PROVISIONING);
    }

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));
        TenantCommands.Invocation invocation = TenantCommands.read(
                console,
                arguments[0],
                List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
        return ((TenantCommands.Ready) invocation).run(new ApplicationBeans(application.context()), console);
    }

    private String status() {
        return String.valueOf(
                psql.queryForObject("SELECT status FROM client WHERE schema_name = ?", String.class, schema));
    }

    private boolean hasNotes() {
        return psql.queryForObject("SELECT to_regclass(?)::text", String.class, schema + ".note") != null;
    }

    @Test
    void savingMakesNothing() {
        assertThat(status()).isEqualTo("PROVISIONING");
        assertThat(hasNotes()).isFalse();
    }

    @Test
    void requestsAreToComeBackUntilTheSchemaIsThere() {
        assertThat(application.get(schema + ".example.com", "/notes").status()).isEqualTo(503);
        run("migrate-schemas");
        assertThat(application.get(schema + ".example.com", "/notes").status()).isEqualTo(200);
    }

    @Test
    void creatingATenantSaysThatItIsNotAllThere() {
        assertThat(run(
                        "create-tenant",
                        schema + "2",
                        "--domain=" + schema + "2.example.com",
                        "--set",
                        "name=Two",
                        "--set",
                        "createdOn=2026-11-30"))
                .isZero();
        assertThat(out.toString())
                .contains("Tenant " + schema + "2")
                .contains("Its schema is yet to be made; 'list-tenants' shows when it is ACTIVE, or why it is not.");
        out.getBuffer().setLength(0);
        assertThat(run("list-tenants")).isZero();
        assertThat(out.toString()).contains("PROVISIONING");
    }

    @Test
    void theNameOfASchemaIsRefusedAllTheSame() {
        psql.execute("CREATE SCHEMA of_others");
        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() -> application
                        .bean(ClientRepository.class)
                        .save(new Client("of_others", "others.example.com", "Others")));
        psql.execute("DROP SCHEMA of_others");
    }

    @Test
    void migratingMakesWhatWaits() {
        assertThat(run("migrate-schemas")).isZero();
        assertThat(out.toString()).contains("Tenant " + schema).contains("is made: ACTIVE.");
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(hasNotes()).isTrue();
    }

    @Test
    void migratingMakesATenantThatIsNamed() {
        assertThat(run("migrate-schemas", "--schema=" + schema, "--output=json"))
                .isZero();
        JsonNode made = JsonMapper.shared().readTree(out.toString()).get("made");
        assertThat(made.size()).isOne();
        assertThat(made.get(0).get("schema").asString()).isEqualTo(schema);
        assertThat(made.get(0).get("status").asString()).isEqualTo("ACTIVE");
        assertThat(made.get(0).get("failure").isNull()).isTrue();
        assertThat(status()).isEqualTo("ACTIVE");
    }

    @Test
    void migratingByNameNeedsNoTableOfTenantsYet() {
        psql.execute("ALTER TABLE client RENAME TO away");
        try {
            assertThat(run("migrate-schemas", "--schema=public")).isZero();
        } finally {
            psql.execute("ALTER TABLE away RENAME TO client");
        }
    }

    @Test
    void migratingOthersMakesNothing() {
        assertThat(run("migrate-schemas", "--shared")).isZero();
        assertThat(run("migrate-schemas", "--dry-run")).isZero();
        assertThat(run("migrate-schemas", "--tenant", "--target=1")).isZero();
        assertThat(status()).isEqualTo("PROVISIONING");
    }

    @Test
    void aTenantThatCannotBeMadeWaitsOnAndIsNamed() {
        psql.execute("CREATE SCHEMA " + schema);
        assertThat(run("migrate-schemas")).isEqualTo(1);
        assertThat(out.toString()).contains("was not made: ").contains("a schema of that name exists already");
        assertThat(status()).isEqualTo("PROVISIONING");
        assertThat(hasNotes()).isFalse();
        psql.execute("DROP SCHEMA " + schema);
    }

    @Test
    void repairingMakesWhatWaits() {
        SchemaInspection inspection = application.bean(SchemaInspection.class);
        assertThat(run("check-schemas", "--schema=" + schema)).isEqualTo(1);
        assertThat(out.toString()).contains("It was never made.");
        inspection.repair(inspection.inspect());
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(hasNotes()).isTrue();
    }

    @Test
    void aTenantThatFailedIsMadeWhenItIsResumed() {
        psql.update("UPDATE client SET status = 'FAILED' WHERE schema_name = ?", schema);
        Tenant resumed = application.bean(TenantProvisioner.class).resume(schema);
        assertThat(resumed.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(status()).isEqualTo("ACTIVE");
        assertThat(hasNotes()).isTrue();
    }
}
