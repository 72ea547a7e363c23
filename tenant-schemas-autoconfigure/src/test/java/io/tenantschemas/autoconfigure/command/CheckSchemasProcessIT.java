package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

class CheckSchemasProcessIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final Shops shops;

    CheckSchemasProcessIT(@TempDir Path migrations) {
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

    private ApplicationProcess run(String... arguments) throws IOException, InterruptedException {
        return ApplicationProcess.run(shops.arguments(arguments));
    }

    private void createTenant(String schema, String host) {
        Long id = jdbc.queryForObject(
                "INSERT INTO shops (schema_name, status) VALUES (?, 'ACTIVE') RETURNING id", Long.class, schema);
        jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, true)", id, host);
    }

    @Test
    void tellsWhatToDoDoesWhatItCanAndFindsNothingAfterwards() throws Exception {
        ApplicationProcess first = run("check-schemas");
        assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
        assertThat(first.out()).contains("CREATE TABLE \"public\".\"shops\"", "Run migrate-schemas --shared.");

        assertThat(run("migrate-schemas").exitCode()).isZero();
        createTenant("acme", "acme.example.com");
        createTenant("globex", "globex.example.com");
        jdbc.execute("CREATE SCHEMA left_over");
        ApplicationProcess found = run("check-schemas", "--output=json");
        assertThat(found.exitCode()).as(found.err()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(found.out());
        assertThat(report.get("tenants").asInt()).isEqualTo(2);
        assertThat(report.get("left").asInt()).isEqualTo(3);
        assertThat(kinds(report))
                .containsExactly(
                        "tenant-without-schema acme",
                        "tenant-without-schema globex",
                        "schema-without-tenant left_over");
        assertThat(report.get("findings").get(0).get("repairable").asBoolean()).isTrue();
        assertThat(found.err()).contains("NOISE in the log").doesNotContain("APPLICATION:");

        ApplicationProcess mended = run("check-schemas", "--repair", "--test.seed=true");
        assertThat(mended.exitCode()).as(mended.err()).isEqualTo(1);
        assertThat(mended.out().lines())
                .containsExactly(
                        "Mended (2)",
                        "  acme (id 1): the tenant is ACTIVE and its schema does not exist: made the schema.",
                        "  globex (id 2): the tenant is ACTIVE and its schema does not exist: made the schema.",
                        "",
                        "Schemas without a tenant (1)",
                        "  left_over: no tenant has this schema, which is empty. If nobody is about to use it: DROP SCHEMA \"left_over\";",
                        "2 tenants looked at: 1 thing to do, 2 mended.");
        assertThat(jdbc.queryForList("SELECT name FROM acme.products", String.class))
                .containsExactly("one of 2 shops");

        jdbc.execute("DROP SCHEMA left_over");
        ApplicationProcess clean = run("check-schemas", "--repair", "--output=json");
        assertThat(clean.exitCode()).as(clean.err()).isZero();
        JsonNode nothing = JsonMapper.shared().readTree(clean.out());
        assertThat(nothing.get("left").asInt() + nothing.get("mended").asInt()).isZero();
        ApplicationProcess text = run("check-schemas");
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out()).isEqualToIgnoringNewLines("2 tenants looked at: nothing is left to do.");
    }

    private static List<String> kinds(JsonNode report) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode finding : report.get("findings")) {
            kinds.add(finding.get("kind").asString() + " "
                    + finding.get("schemas").get(0).asString());
        }
        return kinds;
    }
}
