package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class CommandProcessIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final Shops shops;

    CommandProcessIT(@TempDir Path migrations) {
        this.shops = new Shops(database, migrations);
    }

    @BeforeEach
    void writeMigrations() throws IOException {
        shops.write("shared/V1__shops.sql", CommandTestApplication.TABLES);
        shops.write("tenant/V1__products.sql", "CREATE TABLE products (name text);");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void migratesAndListsWithoutStartingTheApplication() throws Exception {
        ApplicationProcess first = run("migrate-schemas");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("[1/1 (100%)] public: empty -> V1 (1 migration");
        createTenants();

        ApplicationProcess second = run("migrate-schemas");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out())
                .contains("/2 (50%)]")
                .contains("acme: empty -> V1")
                .contains("globex: empty -> V1")
                .contains("2 schemas migrated, 1 up to date, 0 failed")
                .doesNotContain("NOISE");
        assertThat(second.err()).contains("NOISE on standard output").doesNotContain("APPLICATION:");

        // Nobody notices a dialect that does not exist as long as nobody builds an entity manager factory.
        ApplicationProcess listed =
                run("list-tenants", "--output=json", "--spring.jpa.properties.hibernate.dialect=no.such.Dialect");
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        JsonNode tenants = JsonMapper.shared().readTree(listed.out()).get("tenants");
        assertThat(tenants).hasSize(2);
        assertThat(tenants.get(0).get("primaryHost").asString()).isEqualTo("acme.example.com");
        assertThat(listed.err()).contains("NOISE in the log; output=null").doesNotContain("APPLICATION:");
        assertThat(answer("list-tenants"))
                .contains("SCHEMA", "globex.example.com")
                .endsWith("2 tenants" + System.lineSeparator());
        assertThat(answer("migration-status")).contains("globex", "3 schemas");
        assertThat(JsonMapper.shared()
                        .readTree(answer("migration-status", "--output=json"))
                        .get("pending")
                        .asInt())
                .isZero();
        assertThat(JsonMapper.shared()
                        .readTree(answer("migrate-schemas", "--output=json"))
                        .get("upToDate")
                        .asInt())
                .isEqualTo(3);
    }

    private String answer(String... arguments) throws IOException, InterruptedException {
        ApplicationProcess process = run(arguments);
        assertThat(process.exitCode()).as(process.err()).isZero();
        return process.out();
    }

    @Test
    void endsWithOneWhenATenantFailsAndOnlyDoesWhatIsLeftAfterwards() throws Exception {
        run("migrate-schemas");
        createTenants();
        run("migrate-schemas");
        jdbc.execute("INSERT INTO acme.products VALUES ('anvil'), ('anvil')");
        shops.write("tenant/V2__unique.sql", "-- one of each\nCREATE UNIQUE INDEX products_name ON products (name);");

        ApplicationProcess failing = run("migrate-schemas", "--output=json");
        assertThat(failing.exitCode()).as(failing.err()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(failing.out());
        assertThat(report.get("migrated").asInt()).isEqualTo(1);
        JsonNode failure = report.get("schemas").get(1).get("failure");
        assertThat(failure.get("file").asString()).isEqualTo("V2__unique.sql");
        assertThat(failure.get("line").asInt()).isEqualTo(2);
        assertThat(failure.get("statement").asString()).startsWith("CREATE UNIQUE INDEX");
        assertThat(failure.get("message").asString()).contains("products_name");
        assertThat(failing.err()).contains("acme: FAILED").doesNotContain("at org.flywaydb");

        ApplicationProcess status = run("migration-status", "--pending-only", "--output=json");
        assertThat(status.exitCode()).as(status.err()).isEqualTo(1);
        JsonNode pending = JsonMapper.shared().readTree(status.out());
        assertThat(pending.get("pending").asInt()).isOne();
        assertThat(pending.get("schemas").get(0).get("schema").asString()).isEqualTo("acme");
        assertThat(status.err()).doesNotContain("APPLICATION:");

        jdbc.execute("DELETE FROM acme.products");
        ApplicationProcess mended = run("migrate-schemas");
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(mended.out()).contains("acme: V1 -> V2").contains("globex: up to date (V2)");
    }

    @Test
    void endsWithThreeWhenTheApplicationIsMisconfigured() throws Exception {
        ApplicationProcess process = run("migrate-schemas", "--tenant-schemas.migrations.parallelism=0");
        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(process.err())
                .contains("tenant-schemas.migrations.parallelism")
                .doesNotContain("\tat ");
    }

    @Test
    void leavesTheApplicationsOwnWordsToTheApplication() throws Exception {
        ApplicationProcess process = run("import", "migrate-schemas");
        assertThat(process.exitCode()).as(process.err()).isEqualTo(42);
        assertThat(process.out()).contains("NOISE on standard output");
        assertThat(process.err())
                .contains("COMMAND LINE RUNNER", "APPLICATION RUNNER", "INITIALIZING SINGLETON")
                .contains("REFRESHED", "WORKER STARTED", "READY");
    }

    private void createTenants() {
        for (String schema : List.of("acme", "globex")) {
            jdbc.execute("CREATE SCHEMA " + schema);
            Long id = jdbc.queryForObject(
                    "INSERT INTO shops (schema_name, status) VALUES (?, 'ACTIVE') RETURNING id", Long.class, schema);
            jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, true)", id, schema + ".example.com");
        }
    }

    private ApplicationProcess run(String... arguments) throws IOException, InterruptedException {
        List<String> all = shops.arguments(arguments);
        all.add("--server.port=0");
        return ApplicationProcess.run(all);
    }
}
