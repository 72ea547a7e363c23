package io.tenantschemas.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What is answered before anything is done to a tenant. */
class OneTenantCommandsTests {

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private final CommandLineOfTests line = new CommandLineOfTests();

    private CommandLineOfTests inApplication() {
        return line.with(
                        SearchPaths.class,
                        new SearchPaths(SchemaName.of("public"), List.of(SchemaName.of("extensions"))))
                .with(TenantRegistry.class, new OnlyAcme())
                .with(TenantCommandBeans.class, TenantCommandBeans.of(List.of("count"), name -> (arguments, out) -> {
                    throw new AssertionError("Nothing is run.");
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-tenant",
                "clone-tenant",
                "suspend-tenant",
                "resume-tenant",
                "rename-tenant",
                "delete-tenant",
                "add-domain",
                "remove-domain",
                "run-in-tenant",
                "run-in-all-tenants"
            })
    void teachesWithoutAskingForAnything(String word) {
        assertThat(line.run(word, "--help")).isZero();
        assertThat(line.out())
                .contains("Usage: " + word)
                .contains("--output")
                .contains("Exit codes:")
                .contains("java -jar app.jar " + word);
        assertThat(line.err()).isEmpty();
    }

    private static Stream<String> wrong() {
        return Stream.of(
                "create-tenant --domain=acme.example.com",
                "create-tenant acme",
                "create-tenant Acme --domain=acme.example.com",
                "create-tenant acme --domain=acme..com",
                "create-tenant acme --domain=acme.example.com --set name",
                "clone-tenant acme --domain=acme.example.com",
                "clone-tenant acme globex",
                "clone-tenant acme acme --domain=acme.example.com",
                "clone-tenant acme pg_acme --domain=acme.example.com",
                "suspend-tenant",
                "suspend-tenant Not-A-Name",
                "suspend-tenant pg_catalog",
                "suspend-tenant acme globex",
                "resume-tenant information_schema",
                "rename-tenant acme",
                "rename-tenant acme Globex",
                "rename-tenant acme acme",
                "delete-tenant --yes",
                "delete-tenant acme --no",
                "add-domain acme",
                "add-domain acme https://acme.example.com",
                "add-domain acme -acme.example.com",
                "remove-domain acme acme..com",
                "run-in-tenant count",
                "run-in-tenant --schema=acme",
                "run-in-tenant --schema=pg_acme count",
                "run-in-all-tenants",
                "run-in-all-tenants --schema=acme count");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatIsWrongWithoutAskingForAnything(String commandLine) {
        String[] words = commandLine.split(" ");
        assertThat(line.run(words)).isEqualTo(2);
        assertThat(line.out()).isEmpty();
        assertThat(line.err()).contains("Usage: " + words[0]);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void tellsProgramsWhatIsWrong(String commandLine) {
        String word = commandLine.split(" ", 2)[0];
        assertThat(line.run(
                        commandLine.replaceFirst(word, word + " --output=json").split(" ")))
                .isEqualTo(2);
        assertThat(line.document().get("error").get("type").asString()).isEqualTo("WrongUsage");
        assertThat(line.err())
                .startsWith(line.document().get("error").get("message").asString())
                .contains("Usage: " + word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-tenant public --domain=acme.example.com",
                "clone-tenant public globex --domain=acme.example.com",
                "clone-tenant acme extensions --domain=acme.example.com",
                "suspend-tenant public",
                "resume-tenant extensions",
                "rename-tenant public globex",
                "rename-tenant acme public",
                "rename-tenant acme extensions",
                "delete-tenant public --yes",
                "delete-tenant extensions --yes",
                "add-domain public acme.example.com",
                "remove-domain public acme.example.com"
            })
    void refusesWhatIsEverybodys(String commandLine) {
        assertThat(inApplication().run((commandLine + " --output=json").split(" ")))
                .isEqualTo(2);
        assertThat(line.document().get("error").get("type").asString()).isEqualTo("WrongUsage");
        assertThat(line.err().lines().findFirst().orElse(""))
                .contains(commandLine.contains("public") ? "'public'" : "'extensions'")
                .contains("is in the search path of all tenants");
    }

    private static Stream<String> forInitech() {
        return Stream.of(
                "clone-tenant initech hooli --domain=hooli.example.com",
                "suspend-tenant initech",
                "resume-tenant initech",
                "rename-tenant initech globex",
                "delete-tenant initech --yes",
                "add-domain initech initech.example.com",
                "remove-domain initech initech.example.com",
                "run-in-tenant --schema=initech count");
    }

    @ParameterizedTest
    @MethodSource("forInitech")
    void saysInOneLineThatThereIsNoSuchTenant(String commandLine) {
        assertThat(inApplication().run(commandLine.split(" "))).isEqualTo(1);
        assertThat(line.out()).isEmpty();
        assertThat(line.err().lines())
                .singleElement()
                .asString()
                .contains("There is no tenant with schema 'initech'")
                .contains("list-tenants");
    }

    @ParameterizedTest
    @MethodSource("forInitech")
    void tellsProgramsThatThereIsNoSuchTenant(String commandLine) {
        assertThat(inApplication().run(inJson(commandLine))).isEqualTo(1);
        assertThat(line.document().get("error").get("type").asString()).isEqualTo("UnknownTenantException");
        assertThat(line.document().get("error").get("schema").asString()).isEqualTo("initech");
        assertThat(line.document().get("error").get("message").asString())
                .isEqualTo(line.err().strip());
    }

    private static String[] inJson(String commandLine) {
        return commandLine.replaceFirst(" ", " --output=json ").split(" ");
    }

    private static Stream<String> forAnybody() {
        return Stream.concat(Stream.of("create-tenant initech --domain=initech.example.com"), forInitech());
    }

    private CommandLineOfTests withoutDatabase() {
        return inApplication().with(TenantRegistry.class, new OnlyAcme() {
            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                throw new IllegalStateException("connection refused");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("forAnybody")
    void triesNothingWithoutADatabase(String commandLine) {
        assertThat(withoutDatabase().run(commandLine.split(" "))).isEqualTo(3);
        assertThat(line.out()).isEmpty();
        assertThat(line.err()).isEqualTo("Nothing could be done: connection refused" + System.lineSeparator());
    }

    @ParameterizedTest
    @MethodSource("forAnybody")
    void tellsProgramsThatThereIsNoDatabase(String commandLine) {
        assertThat(withoutDatabase().run(inJson(commandLine))).isEqualTo(3);
        assertThat(line.err()).isEqualTo("Nothing could be done: connection refused" + System.lineSeparator());
        assertThat(line.document().get("error").get("message").asString())
                .isEqualTo("Nothing could be done: connection refused");
    }

    @Test
    void tellsProgramsThatThereIsNoTerminalToAskAt() {
        assertThat(inApplication().run("delete-tenant", "acme", "--output=json"))
                .isEqualTo(2);
        assertThat(line.document().get("error").get("type").asString()).isEqualTo("WrongUsage");
        assertThat(line.document().get("error").get("message").asString()).contains("there is no terminal to ask at");
    }

    @Test
    void deletesNothingWithoutATerminalToAskAt() {
        assertThat(inApplication().run("delete-tenant", "acme")).isEqualTo(2);
        assertThat(line.err().lines().findFirst())
                .contains(
                        "Tenant 'acme' was not deleted: there is no terminal to ask at. Give '--yes' if you mean it.");
        assertThat(line.out()).isEmpty();
    }

    private static class OnlyAcme implements TenantRegistry {

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return Optional.of(ACME).filter(tenant -> tenant.schema().equals(schema));
        }

        @Override
        public void forEach(Consumer<Tenant> action) {
            action.accept(ACME);
        }
    }
}
