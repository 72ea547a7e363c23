package io.tenantschemas.autoconfigure.command;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static io.tenantschemas.autoconfigure.command.CommandOutcome.failed;
import static io.tenantschemas.autoconfigure.command.CommandOutcome.wrongUsage;
import static org.assertj.core.api.Assertions.assertThat;

/** What only the database, or the application, can refuse. None of it changes anything. */
class RefusedCommandsProcessIT {

    private static final String EVERYBODYS =
            "' is refused: that schema is in the search path of all tenants and holds what they share. Name a tenant's.";

    private static final List<String> TENANTS = List.of(
            "acme ACTIVE acme.example.com",
            "globex SUSPENDED globex.example.com",
            "hooli PROVISIONING hooli.example.com",
            "stark FAILED stark.example.com",
            "wayne DELETING wayne.example.com");

    private static final TestDatabase database = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private static Path migrations;

    @BeforeAll
    static void createTenants() throws Exception {
        Shops shops = new Shops(database, migrations);
        shops.write("shared/V1__shops.sql", CommandTestApplication.TABLES);
        shops.write("tenant/V1__products.sql", "CREATE TABLE products (name text PRIMARY KEY);");
        jdbc.execute(CommandTestApplication.TABLES);
        jdbc.execute("CREATE SCHEMA left_over");
        jdbc.execute("CREATE SCHEMA extensions");
        for (String tenant : TENANTS) {
            String[] words = tenant.split(" ", -1);
            Long id = jdbc.queryForObject(
                    "INSERT INTO shops (schema_name, status) VALUES (?, ?) RETURNING id",
                    Long.class,
                    words[0],
                    words[1]);
            jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, true)", id, words[2]);
        }
        for (String schema : List.of("acme", "globex", "wayne")) {
            jdbc.execute("CREATE SCHEMA %s CREATE TABLE products (name text PRIMARY KEY)".formatted(schema));
        }
        // Otherwise it could still be resumed.
        jdbc.execute("COMMENT ON SCHEMA wayne IS '%s'".formatted(SchemaRemoval.UNFINISHED));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void assertThatNothingHasChanged() {
        assertThat(jdbc.queryForList("""
                        SELECT schema_name || ' ' || status || ' ' || domain FROM shops JOIN tenant_domain ON tenant_id = id
                        ORDER BY 1
                        """, String.class)).isEqualTo(TENANTS);
        assertThat(jdbc.queryForList("""
                        SELECT nspname FROM pg_catalog.pg_namespace
                        WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1
                        """, String.class))
                .containsExactly("acme", "extensions", "globex", "left_over", "public", "wayne");
    }

    private static Stream<CommandOutcome> refused() {
        return Stream.of(
                failed(
                        "create-tenant acme --domain=new.example.com",
                        "NameTakenException",
                        "Tenant 'acme' was not created, because a tenant has that name. Choose another one."),
                failed(
                        "create-tenant left_over --domain=new.example.com",
                        "SchemaExistsException",
                        "Tenant 'left_over' was not saved, because a schema of that name exists already and is never taken over silently."),
                failed(
                        "create-tenant initech --domain=ACME.example.com",
                        "DomainTakenException",
                        "Tenant 'initech' was not given the domain 'acme.example.com', because another tenant has it."),
                failed(
                        "create-tenant initech --domain=initech.example.com --set colour=red",
                        "InvalidTenantException",
                        "Tenant 'initech' was not created: 'colour' cannot be set. There are: slug."),
                failed(
                        "clone-tenant acme globex --domain=new.example.com",
                        "NameTakenException",
                        "Tenant 'globex' was not created, because a tenant has that name. Choose another one."),
                failed(
                        "clone-tenant acme initech --domain=globex.example.com",
                        "DomainTakenException",
                        "Tenant 'initech' was not given the domain 'globex.example.com', because another tenant has it."),
                failed(
                        "clone-tenant acme initech --domain=new.example.com --set colour=red",
                        "InvalidTenantException",
                        "Tenant 'initech' was not created: 'colour' cannot be set"),
                failed(
                        "clone-tenant hooli initech --domain=new.example.com",
                        "TenantRefusedException",
                        "Tenant 'hooli' was not copied"),
                failed(
                        "rename-tenant acme globex",
                        "NameTakenException",
                        "Tenant 'acme' was not renamed to 'globex', because a tenant or a schema has that name"),
                failed("rename-tenant hooli initech", "TenantRefusedException", "Tenant 'hooli' was not renamed"),
                failed("suspend-tenant hooli", "TenantRefusedException", "Tenant 'hooli' was not suspended"),
                failed("resume-tenant wayne", "TenantRefusedException", "Tenant 'wayne' was not resumed"),
                failed(
                        "add-domain globex ACME.example.com",
                        "DomainTakenException",
                        "Tenant 'globex' was not given the domain 'acme.example.com', because another tenant has it."),
                failed(
                        "add-domain globex globex.example.com",
                        "DomainPresentException",
                        "Tenant 'globex' was not given the domain 'globex.example.com', because it has it already."),
                failed(
                        "remove-domain globex acme.example.com",
                        "UnknownDomainException",
                        "Tenant 'globex' does not have the domain 'acme.example.com'."),
                failed(
                        "remove-domain globex globex.example.com",
                        "PrimaryDomainException",
                        "Tenant 'globex' was not deprived of the domain 'globex.example.com', because it is the primary one."),
                failed(
                        "run-in-tenant --schema=stark addProduct anvil",
                        "NotInUse",
                        "Nothing was run for tenant 'stark': its status is FAILED."));
    }

    private static Stream<CommandOutcome> unknown() {
        return Stream.of(
                        "clone-tenant initech umbrella --domain=new.example.com",
                        "rename-tenant initech umbrella",
                        "delete-tenant initech --yes",
                        "suspend-tenant initech",
                        "resume-tenant initech",
                        "add-domain initech new.example.com",
                        "remove-domain initech new.example.com",
                        "run-in-tenant --schema=initech addProduct anvil",
                        "check-schemas --schema=initech")
                .map(line -> failed(line, "UnknownTenantException", "There is no tenant with schema 'initech'."));
    }

    private static Stream<CommandOutcome> wrongInThisApplication() {
        return Stream.of(
                wrongUsage("create-tenant public --domain=new.example.com", "'public" + EVERYBODYS),
                wrongUsage("clone-tenant acme extensions --domain=new.example.com", "'extensions" + EVERYBODYS),
                wrongUsage("clone-tenant public initech --domain=new.example.com", "'public" + EVERYBODYS),
                wrongUsage("rename-tenant acme public", "'public" + EVERYBODYS),
                wrongUsage("rename-tenant extensions initech", "'extensions" + EVERYBODYS),
                wrongUsage("delete-tenant public --yes", "'public" + EVERYBODYS),
                wrongUsage(
                        "delete-tenant acme",
                        "Tenant 'acme' was not deleted: there is no terminal to ask at. Give '--yes' if you mean it."),
                wrongUsage("suspend-tenant public", "'public" + EVERYBODYS),
                wrongUsage("resume-tenant extensions", "'extensions" + EVERYBODYS),
                wrongUsage("add-domain public new.example.com", "'public" + EVERYBODYS),
                wrongUsage("remove-domain public new.example.com", "'public" + EVERYBODYS),
                wrongUsage("run-in-tenant --schema=public addProduct anvil", "'public" + EVERYBODYS),
                wrongUsage(
                        "run-in-tenant --schema=acme addProducts anvil",
                        "There is no bean of type TenantCommand with the name 'addProducts'. There are: addProduct."),
                wrongUsage(
                        "run-in-all-tenants addProducts anvil",
                        "There is no bean of type TenantCommand with the name 'addProducts'. There are: addProduct."));
    }

    /** One of several schemas may be unknown: that is told in the report, of which the others are a part. */
    @ParameterizedTest
    @ValueSource(strings = {"migrate-schemas", "migration-status"})
    void reportsThatOneIsUnknown(String word) throws Exception {
        String message = "There is no tenant with this schema; the command 'list-tenants' shows those that exist";
        ApplicationProcess text = ApplicationProcess.run(inApplication(List.of(word, "--schema=initech")));
        assertThat(text.exitCode()).as(text.err()).isEqualTo(1);
        assertThat(text.out()).contains("initech", message);

        ApplicationProcess json =
                ApplicationProcess.run(inApplication(List.of(word, "--schema=initech", "--output=json")));
        assertThat(json.exitCode()).as(json.err()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(json.out());
        assertThat(report.get("failed").asInt()).isOne();
        assertThat(report.get("schemas").get(0).get("failure").get("message").asString())
                .startsWith(message);
    }

    @ParameterizedTest
    @MethodSource({"refused", "unknown", "wrongInThisApplication"})
    void saysWhyAndChangesNothing(CommandOutcome outcome) throws Exception {
        outcome.verify(RefusedCommandsProcessIT::inApplication);
    }

    private static List<String> inApplication(List<String> words) {
        List<String> all = new Shops(database, migrations).arguments(words.toArray(String[]::new));
        all.add("--tenant-schemas.extra-search-path=extensions");
        // It tells of what the database refuses, too.
        all.add("--logging.level.org.hibernate=off");
        return all;
    }
}
