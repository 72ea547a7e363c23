package io.tenantschemas.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.sample.SampleProcess.Outcome;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of the packaged application, while the application is up on the same database. */
@TestInstance(Lifecycle.PER_CLASS)
class CommandsIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    private final SampleProcess application = SampleProcess.serve(SampleProcess.on(database));

    @AfterAll
    void stop() {
        application.close();
        database.close();
    }

    @Test
    void listsTheShopsAsJsonAlone() {
        Outcome outcome = SampleProcess.run(SampleProcess.on(database), "list-tenants", "--output=json");

        JsonNode tenants = JsonMapper.shared().readTree(outcome.output()).get("tenants");
        assertThat(tenants.findValuesAsString("schema")).contains("acme", "globex");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void explainsItselfWithoutADatabase() {
        Map<String, String> nowhere = Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/none");

        Outcome outcome = SampleProcess.run(nowhere, "migrate-schemas", "--help");

        assertThat(outcome.output()).startsWith("Usage: migrate-schemas");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void saysThatThereIsNoDatabase() {
        Map<String, String> nowhere = Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/none");

        assertThat(SampleProcess.run(nowhere, "migrate-schemas").exitCode()).isEqualTo(3);
    }

    @Test
    void migratesEveryShopThatItCanAndLaterOnlyTheRest(@TempDir Path migrations) throws IOException {
        Files.writeString(migrations.resolve("V2__stock.sql"), """
                ALTER TABLE products ADD COLUMN stock integer NOT NULL DEFAULT 0;
                """);
        Outcome migrated = migrate(migrations);
        assertThat(migrated.exitCode()).isZero();
        assertThat(migrated.output())
                .containsPattern("\\[\\d/2 .*acme")
                .containsPattern("\\[\\d/2 .*globex")
                .contains("2 schemas migrated, 1 up to date, 0 failed");

        jdbc.sql("INSERT INTO acme.products (name, price) VALUES ('Anvil', 1)").update();
        Files.writeString(migrations.resolve("V3__unique_names.sql"), """
                CREATE UNIQUE INDEX products_name ON products (name);
                """);
        Outcome failed = migrate(migrations);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output() + failed.errors())
                .contains("1 schema migrated", "1 failed", "acme", "V3__unique_names.sql")
                .contains("CREATE UNIQUE INDEX products_name ON products (name)")
                .contains("could not create unique index \"products_name\"");
        assertThat(indexes()).containsExactly("globex");

        jdbc.sql("DELETE FROM acme.products WHERE name = 'Anvil'").update();
        Outcome mended = migrate(migrations);
        assertThat(mended.exitCode()).isZero();
        assertThat(mended.output()).contains("1 schema migrated, 2 up to date, 0 failed");
        assertThat(indexes()).containsExactly("acme", "globex");

        application
                .client("acme.localhost")
                .get()
                .uri("/api/products")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private Outcome migrate(Path migrations) {
        return SampleProcess.run(
                SampleProcess.on(database),
                "migrate-schemas",
                "--tenant-schemas.migrations.tenant.locations=classpath:db/tenant,filesystem:" + migrations);
    }

    private List<String> indexes() {
        return jdbc.sql("SELECT schemaname FROM pg_catalog.pg_indexes WHERE indexname = 'products_name' ORDER BY 1")
                .query(String.class)
                .list();
    }
}
