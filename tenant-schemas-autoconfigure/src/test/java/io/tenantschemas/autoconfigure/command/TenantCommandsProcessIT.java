package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that change tenants or work for them, each as a process. */
class TenantCommandsProcessIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final Path directory;

    private final Shops shops;

    TenantCommandsProcessIT(@TempDir Path directory) {
        this.directory = directory;
        this.shops = new Shops(database, directory);
    }

    @BeforeEach
    void createTenants() throws IOException {
        shops.write("shared/V1__shops.sql", CommandTestApplication.TABLES);
        shops.write("tenant/V1__products.sql", "CREATE TABLE products (name text PRIMARY KEY);");
        jdbc.execute(CommandTestApplication.TABLES);
        for (String schema : List.of("acme", "globex")) {
            jdbc.execute("CREATE SCHEMA %s CREATE TABLE products (name text PRIMARY KEY)".formatted(schema));
            Long id = jdbc.queryForObject(
                    "INSERT INTO shops (schema_name, status) VALUES (?, 'ACTIVE') RETURNING id", Long.class, schema);
            jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, true)", id, schema + ".example.com");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void suspendsAndResumesAndTellsOtherNodes() throws Exception {
        try (Connection node = database.dataSource().getConnection()) {
            listen(node);
            ApplicationProcess suspended = run("suspend-tenant", "acme");
            assertThat(suspended.exitCode()).as(suspended.err()).isZero();
            assertThat(suspended.out().lines()).containsExactly("Tenant 'acme' is SUSPENDED (before: ACTIVE).");
            assertThat(suspended.err()).contains("NOISE on standard output").doesNotContain("APPLICATION:");
            assertThat(statuses()).containsExactly("acme SUSPENDED", "globex ACTIVE");
            assertThat(heard(node)).containsExactly("changed 1 acme");
        }
        ApplicationProcess resumed = run("resume-tenant", "acme", "--output=json");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(json(resumed).get("statusBefore").asString()).isEqualTo("SUSPENDED");
        assertThat(json(resumed).get("tenant").get("status").asString()).isEqualTo("ACTIVE");
        assertThat(statuses()).containsExactly("acme ACTIVE", "globex ACTIVE");
    }

    @Test
    void createsThroughTheEntityAndTellsOtherNodes() throws Exception {
        try (Connection node = database.dataSource().getConnection()) {
            listen(node);
            ApplicationProcess created =
                    run("create-tenant", "ini_tech", "--domain=Initech.example.com", "--output=json");
            assertThat(created.exitCode()).as(created.err()).isZero();
            assertThat(created.err()).doesNotContain("APPLICATION:");
            JsonNode tenant = json(created).get("tenant");
            assertThat(tenant.get("schema").asString()).isEqualTo("ini_tech");
            assertThat(tenant.get("primaryHost").asString()).isEqualTo("initech.example.com");
            assertThat(heard(node)).containsExactly("created 3 ini_tech");
        }
        assertThat(jdbc.queryForList("SELECT version FROM ini_tech.flyway_schema_history", String.class))
                .containsExactly("1");
        assertThat(jdbc.queryForList("SELECT slug FROM shops WHERE schema_name = 'ini_tech'", String.class))
                .containsExactly("ini-tech");

        ApplicationProcess refused =
                run("create-tenant", "hooli", "--domain=hooli.example.com", "--set", "name=Hooli", "--output=json");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(json(refused).get("error").get("type").asString()).isEqualTo("InvalidTenantException");
        assertThat(json(refused).get("error").get("message").asString())
                .isEqualTo("Tenant 'hooli' was not created: 'name' cannot be set. There are: slug.");
        assertThat(schemas()).contains("ini_tech").doesNotContain("hooli");
        assertThat(statuses()).containsExactly("acme ACTIVE", "globex ACTIVE", "ini_tech ACTIVE");
    }

    @Test
    void clonesAndTellsOtherNodes() throws Exception {
        jdbc.update("INSERT INTO acme.products VALUES ('anvil')");
        try (Connection node = database.dataSource().getConnection()) {
            listen(node);
            ApplicationProcess cloned = run("clone-tenant", "acme", "hooli", "--domain=hooli.example.com");
            assertThat(cloned.exitCode()).as(cloned.err()).isZero();
            assertThat(cloned.out().lines())
                    .containsExactly("Tenant hooli (id 3) is created as a copy of acme (id 1), at hooli.example.com.");
            assertThat(cloned.err()).doesNotContain("APPLICATION:");
            assertThat(heard(node)).containsExactly("created 3 hooli");
        }
        assertThat(jdbc.queryForList("SELECT name FROM hooli.products", String.class))
                .containsExactly("anvil");

        jdbc.execute(
                "CREATE FUNCTION acme.sell() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM acme.products; END'");
        ApplicationProcess refused =
                run("clone-tenant", "acme", "initech", "--domain=initech.example.com", "--output=json");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        JsonNode error = json(refused).get("error");
        assertThat(error.get("type").asString()).isEqualTo("UncopyableSchemaException");
        assertThat(error.get("message").asString()).contains("sell");
        assertThat(schemas()).contains("hooli").doesNotContain("initech");
        assertThat(statuses()).containsExactly("acme ACTIVE", "globex ACTIVE", "hooli ACTIVE");
    }

    @Test
    void changesDomains() throws Exception {
        ApplicationProcess added = run("add-domain", "acme", "Shop.ACME.com", "--primary", "--output=json");
        assertThat(added.exitCode()).as(added.err()).isZero();
        JsonNode tenant = json(added).get("tenant");
        assertThat(tenant.get("primaryHost").asString()).isEqualTo("shop.acme.com");
        assertThat(tenant.get("hosts").valueStream().map(JsonNode::asString))
                .containsExactly("shop.acme.com", "acme.example.com");

        ApplicationProcess taken = run("add-domain", "globex", "SHOP.acme.com");
        assertFailed(taken, "Tenant 'globex' was not given the domain 'shop.acme.com', because another tenant has it.");

        ApplicationProcess primary = run("remove-domain", "acme", "shop.acme.com", "--output=json");
        assertThat(primary.exitCode()).as(primary.err()).isEqualTo(1);
        assertThat(json(primary).get("error").get("type").asString()).isEqualTo("PrimaryDomainException");

        ApplicationProcess removed = run("remove-domain", "acme", "acme.example.com");
        assertThat(removed.exitCode()).as(removed.err()).isZero();
        assertThat(removed.out().lines())
                .containsExactly("Tenant 'acme' has the hosts shop.acme.com; the first one is the primary one.");
        assertThat(jdbc.queryForList("SELECT domain || ' ' || is_primary FROM tenant_domain ORDER BY 1", String.class))
                .containsExactly("globex.example.com true", "shop.acme.com true");
    }

    @Test
    void renamesWithTheApplicationsListeners() throws Exception {
        jdbc.execute(
                "CREATE FUNCTION acme.sell() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM acme.products; END'");
        ApplicationProcess refused = run("rename-tenant", "acme", "acme_ltd", "--output=json");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
        assertThat(json(refused).get("error").get("type").asString()).isEqualTo("SchemaMentionedException");
        assertThat(json(refused).get("error").get("message").asString()).contains("sell");
        assertThat(schemas()).contains("acme").doesNotContain("acme_ltd");

        ApplicationProcess renamed = run("rename-tenant", "acme", "acme_ltd", "--allow-mentions");
        assertThat(renamed.exitCode()).as(renamed.err()).isZero();
        assertThat(renamed.out().lines()).containsExactly("Tenant 'acme' is 'acme_ltd' now.");
        assertThat(renamed.err()).contains("HEARD acme renamed, 2 shops").doesNotContain("APPLICATION:");
        assertThat(schemas()).contains("acme_ltd").doesNotContain("acme");

        ApplicationProcess taken = run("rename-tenant", "acme_ltd", "globex", "--output=json");
        assertThat(taken.exitCode()).as(taken.err()).isEqualTo(1);
        JsonNode error = json(taken).get("error");
        assertThat(error.get("type").asString()).isEqualTo("NameTakenException");
        assertThat(error.get("schema").asString()).isEqualTo("acme_ltd");
        assertThat(error.get("message").asString()).contains("was not renamed to 'globex'");
        assertThat(statuses()).containsExactly("acme_ltd ACTIVE", "globex ACTIVE");
    }

    @Test
    void deletesNothingThatIsNotConfirmed() throws Exception {
        ApplicationProcess unasked = run("delete-tenant", "acme");
        assertThat(unasked.exitCode()).as(unasked.err()).isEqualTo(2);
        assertThat(unasked.out()).isEmpty();
        assertThat(unasked.err())
                .contains("Tenant 'acme' was not deleted: there is no terminal to ask at. Give '--yes'")
                .contains("Usage: delete-tenant");
        assertThat(schemas()).contains("acme", "globex");

        ApplicationProcess deleted = run("delete-tenant", "acme", "--yes", "--output=json");
        assertThat(deleted.exitCode()).as(deleted.err()).isZero();
        assertThat(json(deleted).get("deleted").get("schema").asString()).isEqualTo("acme");
        assertThat(json(deleted).get("tables").asInt()).isOne();
        assertThat(json(deleted).get("bytes").asLong()).isPositive();
        assertThat(deleted.err()).contains("HEARD acme dropped");
        assertThat(schemas()).contains("globex").doesNotContain("acme");
        assertThat(statuses()).containsExactly("globex ACTIVE");
    }

    @Test
    @EnabledWithSignals
    void asksAtATerminalForTheNameOfWhomItDeletes() throws Exception {
        Path out = directory.resolve("out");
        try (RunningProcess declined = startAtTerminal(out, "delete-tenant", "acme")) {
            declined.awaitTerminal("Type its name to delete it: ");
            declined.type("globex");
            assertThat(declined.awaitEnd()).as(declined.out()).isEqualTo(1);
            assertThat(declined.out())
                    .contains("This deletes tenant acme (id 1) for good:")
                    .containsPattern("schema  acme, 1 table, \\d")
                    .contains("hosts   acme.example.com")
                    .contains("Tenant 'acme' was not deleted: its name was not typed again.");
            assertThat(Files.readString(out)).isEmpty();
        }
        assertThat(schemas()).contains("acme", "globex");

        try (RunningProcess confirmed = startAtTerminal(out, "delete-tenant", "acme")) {
            confirmed.awaitTerminal("Type its name to delete it: ");
            confirmed.type("acme");
            assertThat(confirmed.awaitEnd()).as(confirmed.out()).isZero();
            assertThat(Files.readString(out))
                    .startsWith("Tenant acme (id 1) is deleted: schema acme, 1 table, ")
                    .endsWith("; hosts acme.example.com." + System.lineSeparator());
        }
        assertThat(schemas()).contains("globex").doesNotContain("acme");
    }

    @Test
    void refusesWhoIsUnknownAndWhatIsEverybodys() throws Exception {
        assertFailed(run("suspend-tenant", "initech"), "There is no tenant with schema 'initech'.");

        ApplicationProcess refused = run("delete-tenant", "public", "--yes", "--output=json");
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(json(refused).get("error").get("message").asString()).contains("'public' is refused");
        assertThat(schemas()).contains("public", "acme", "globex");
    }

    @Test
    void worksForTenants() throws Exception {
        ApplicationProcess one = run("run-in-tenant", "--schema=acme", "addProduct", "anvil", "--output=json");
        assertThat(one.exitCode()).as(one.err()).isZero();
        assertThat(one.out().lines()).containsExactly("anvil --output=json: 1 products");
        assertThat(one.err()).contains("NOISE of the command").doesNotContain("APPLICATION:");

        ApplicationProcess all = run("run-in-all-tenants", "--output=json", "addProduct", "anvil");
        assertThat(all.exitCode()).as(all.err()).isEqualTo(1);
        assertThat(all.err())
                .contains("acme: FAILED: ")
                .contains("1 tenant done, 1 failed.")
                .doesNotContain("\tat ");
        JsonNode tenants = json(all).get("tenants");
        assertThat(tenants.get(0).get("error").get("message").asString()).contains("products_pkey");
        assertThat(tenants.get(1).get("output").asString()).isEqualToNormalizingNewlines("anvil: 1 products\n");
        assertThat(jdbc.queryForList("SELECT name FROM acme.products", String.class))
                .containsExactly("anvil");
        assertThat(jdbc.queryForList("SELECT name FROM globex.products", String.class))
                .containsExactly("anvil");

        // Nobody notices a dialect that does not exist as long as nobody builds an entity manager factory.
        ApplicationProcess unknown =
                run("run-in-all-tenants", "addProducts", "--spring.jpa.properties.hibernate.dialect=no.such.Dialect");
        assertThat(unknown.exitCode()).as(unknown.err()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains("with the name 'addProducts'. There are: addProduct.");
    }

    @Test
    void answersPeopleAndProgramsAlike() throws Exception {
        assertThat(answer("suspend-tenant", "globex", "--output=json"))
                .contains("\"status\" : \"SUSPENDED\"", "\"statusBefore\" : \"ACTIVE\"");
        assertThat(answer("resume-tenant", "globex"))
                .isEqualToIgnoringNewLines("Tenant 'globex' is ACTIVE (before: SUSPENDED).");
        assertThat(answer("create-tenant", "initech", "--domain=initech.example.com"))
                .isEqualToIgnoringNewLines("Tenant initech (id 3) is created, at initech.example.com.");
        assertThat(answer(
                        "clone-tenant",
                        "initech",
                        "hooli",
                        "--domain=hooli.example.com",
                        "--without-data",
                        "--output=json"))
                .contains("\"schema\" : \"hooli\"", "\"copyOf\"", "\"withData\" : false");
        assertThat(answer("add-domain", "hooli", "hooli.com"))
                .isEqualToIgnoringNewLines(
                        "Tenant 'hooli' has the hosts hooli.example.com, hooli.com; the first one is the primary one.");
        assertThat(answer("remove-domain", "hooli", "hooli.com", "--output=json"))
                .contains("\"hosts\" : [ \"hooli.example.com\" ]");
        assertThat(answer("rename-tenant", "hooli", "umbrella", "--output=json"))
                .contains("\"schema\" : \"umbrella\"", "\"schemaBefore\" : \"hooli\"");
        assertThat(answer("run-in-tenant", "--schema=umbrella", "--output=json", "addProduct", "anvil"))
                .contains("\"result\" : \"done\"", "\"output\" : \"anvil: 1 products");
        assertThat(answer("run-in-all-tenants", "addProduct", "saw").lines())
                .containsExactly(
                        "acme: saw: 1 products",
                        "globex: saw: 1 products",
                        "initech: saw: 1 products",
                        "umbrella: saw: 2 products");
        assertThat(answer("delete-tenant", "umbrella", "--yes"))
                .startsWith("Tenant umbrella (id 4) is deleted: schema umbrella, 2 tables, ");
        assertThat(statuses()).containsExactly("acme ACTIVE", "globex ACTIVE", "initech ACTIVE");
    }

    private String answer(String... arguments) throws IOException, InterruptedException {
        ApplicationProcess process = run(arguments);
        assertThat(process.exitCode()).as(process.err()).isZero();
        if (List.of(arguments).contains("--output=json")) {
            assertThat(json(process).isObject()).isTrue();
        }
        return process.out();
    }

    private static void assertFailed(ApplicationProcess process, String message) {
        assertThat(process.exitCode()).as(process.err()).isEqualTo(1);
        assertThat(process.out()).isEmpty();
        assertThat(process.err().lines().filter(line -> !line.contains("NOISE")))
                .singleElement()
                .asString()
                .startsWith(message);
    }

    private static JsonNode json(ApplicationProcess process) {
        return JsonMapper.shared().readTree(process.out());
    }

    private static void listen(Connection node) throws SQLException {
        try (Statement statement = node.createStatement()) {
            statement.execute("LISTEN tenant_schemas_public");
        }
    }

    private static List<String> heard(Connection node) throws SQLException {
        List<String> heard = new ArrayList<>();
        for (PGNotification each : node.unwrap(PGConnection.class).getNotifications(10_000)) {
            heard.add(each.getParameter());
        }
        return heard;
    }

    private List<String> statuses() {
        return jdbc.queryForList("SELECT schema_name || ' ' || status FROM shops ORDER BY 1", String.class);
    }

    private List<String> schemas() {
        return jdbc.queryForList("SELECT nspname FROM pg_catalog.pg_namespace", String.class);
    }

    private ApplicationProcess run(String... arguments) throws IOException, InterruptedException {
        return ApplicationProcess.run(all(arguments));
    }

    private RunningProcess startAtTerminal(Path out, String... arguments) throws IOException {
        return RunningProcess.startAtTerminal(out, all(arguments));
    }

    private List<String> all(String... arguments) {
        List<String> all = shops.arguments(arguments);
        all.add("--server.port=0");
        return all;
    }
}
