package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** The application's own commands are run for tenants. */
class RunCommandsTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final CommandLineOfTests line = new CommandLineOfTests();

    private final Tenants tenants = new Tenants();

    private final Map<String, TenantCommand> commands =
            Map.of("greet", this::greet, "fail", this::fail, "interrupt", this::interrupt);

    private final List<String> greeted = new ArrayList<>();

    private SchemaReadiness readiness = SchemaReadiness.notRequired();

    @BeforeEach
    void addBeans() {
        line.with(SearchPaths.class, new SearchPaths(PUBLIC, List.of()))
                .with(TenantRegistry.class, tenants)
                .with(
                        TenantTemplate.class,
                        new TenantTemplate(tenants, PUBLIC, List.of(), tenant -> readiness.of(tenant)))
                .with(
                        TenantCommandBeans.class,
                        TenantCommandBeans.of(commands.keySet(), name -> Objects.requireNonNull(commands.get(name))));
    }

    private void greet(List<String> arguments, PrintWriter out) {
        String schema = TenantContext.currentSchema().value();
        greeted.add(schema);
        out.printf("Hello %s%n%s", schema, String.join("|", arguments));
        // A careless one.
        out.close();
    }

    private void fail(List<String> arguments, PrintWriter out) {
        greet(List.of(), out);
        if (arguments.contains(TenantContext.currentSchema().value())) {
            if (arguments.contains("--badly")) {
                throw new NoClassDefFoundError("x/Y");
            }
            throw new IllegalStateException("no\nluck");
        }
    }

    private void interrupt(List<String> arguments, PrintWriter out) throws InterruptedException {
        greet(List.of(), out);
        throw new InterruptedException("stop it");
    }

    @AfterEach
    void endTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void runsInTheTenantThatIsNamed() {
        assertThat(line.run("run-in-tenant", "--schema=acme", "greet", "one", "--output=json", "--help"))
                .isZero();
        assertThat(line.out()).isEqualToNormalizingNewlines("Hello acme\none|--output=json|--help");
        assertThat(line.err()).isEmpty();
        assertThat(greeted).containsExactly("acme");
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void tellsProgramsWhatItWrote() {
        assertThat(line.run("run-in-tenant", "--output=json", "--schema=acme", "greet", "one"))
                .isZero();
        JsonNode document = line.document();
        assertThat(document.get("command").asString()).isEqualTo("greet");
        assertThat(document.get("schema").asString()).isEqualTo("acme");
        assertThat(document.get("id").asLong()).isEqualTo(1);
        assertThat(document.get("result").asString()).isEqualTo("done");
        assertThat(document.get("output").asString()).isEqualToNormalizingNewlines("Hello acme\none");
        assertThat(document.has("error")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail acme", "fail acme --badly"})
    void endsWithOneWhenItFails(String command) {
        assertThat(line.run(("run-in-tenant --schema=acme " + command).split(" ")))
                .isEqualTo(1);
        assertThat(line.out()).contains("Hello acme");
        assertThat(line.err().lines())
                .containsExactly("acme: FAILED: " + (command.endsWith("--badly") ? "x/Y" : "no luck"));

        assertThat(line.run(("run-in-tenant --schema=acme --output=json " + command).split(" ")))
                .isEqualTo(1);
        assertThat(line.document().get("result").asString()).isEqualTo("failed");
        assertThat(line.document().get("output").asString()).contains("Hello acme");
        assertThat(line.document().get("error").get("type").asString())
                .isEqualTo(command.endsWith("--badly") ? "NoClassDefFoundError" : "IllegalStateException");
        assertThat(TenantContext.isBound()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void worksForATenantThatIsInUse(TenantStatus status) {
        tenants.put("initech", status);
        boolean isInUse = Stream.of("ACTIVE", "SUSPENDED", "MAINTENANCE").anyMatch(status.name()::equals);
        assertThat(line.run("run-in-tenant", "--schema=initech", "greet")).isEqualTo(isInUse ? 0 : 1);
        assertThat(greeted).isEqualTo(isInUse ? List.of("initech") : List.of());
        assertThat(line.err().lines()).hasSize(isInUse ? 0 : 1);
    }

    @Test
    void namesTheCommandsThatThereAre() {
        assertThat(line.run("run-in-tenant", "--schema=acme", "gret")).isEqualTo(2);
        assertThat(line.err().lines().findFirst())
                .contains(
                        "There is no bean of type TenantCommand with the name 'gret'. There are: fail, greet, interrupt.");
        assertThat(line.run("run-in-all-tenants", "--output=json", "gret")).isEqualTo(2);
        assertThat(line.document().get("error").get("message").asString())
                .contains("There are: fail, greet, interrupt.");
        assertThat(greeted).isEmpty();

        line.with(TenantCommandBeans.class, TenantCommandBeans.of(List.of(), name -> this::greet));
        assertThat(line.run("run-in-all-tenants", "greet")).isEqualTo(2);
        assertThat(line.err()).contains("There is none at all");
    }

    @Test
    void refusesWhatIsEverybodysAndWhoIsUnknown() {
        assertThat(line.run("run-in-tenant", "--schema=public", "greet")).isEqualTo(2);
        assertThat(line.run("run-in-tenant", "--schema=initech", "greet")).isEqualTo(1);
        assertThat(line.err()).contains("There is no tenant with schema 'initech'");
        assertThat(greeted).isEmpty();
    }

    @Test
    void runsInEveryActiveTenant() {
        tenants.put("public", TenantStatus.ACTIVE);
        tenants.put("initech", TenantStatus.SUSPENDED);
        assertThat(line.run("run-in-all-tenants", "greet")).isZero();
        assertThat(line.out().lines()).containsExactly("acme: Hello acme", "globex: Hello globex");
        assertThat(line.err().lines()).containsExactly("2 tenants done, 0 failed.");
    }

    @Test
    void endsTheLastLineOfEachTenant() {
        assertThat(line.run("run-in-all-tenants", "greet", "bye")).isZero();
        assertThat(line.out()).isEqualToNormalizingNewlines("""
                acme: Hello acme
                acme: bye
                globex: Hello globex
                globex: bye
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail acme", "fail acme --badly"})
    void goesOnAfterAFailure(String command) {
        assertThat(line.run(("run-in-all-tenants " + command).split(" "))).isEqualTo(1);
        assertThat(greeted).containsExactly("acme", "globex");
        assertThat(line.err().lines())
                .containsExactly(
                        "acme: FAILED: " + (command.endsWith("--badly") ? "x/Y" : "no luck"),
                        "1 tenant done, 1 failed.");
    }

    @Test
    void tellsProgramsWhatBecameOfEach() {
        assertThat(line.run("run-in-all-tenants", "--output=json", "fail", "acme"))
                .isEqualTo(1);
        JsonNode document = line.document();
        assertThat(document.get("command").asString()).isEqualTo("fail");
        assertThat(document.get("done").asInt()).isOne();
        assertThat(document.get("failed").asInt()).isOne();
        assertThat(document.get("tenants")
                        .valueStream()
                        .map(tenant -> tenant.get("schema").asString() + " "
                                + tenant.get("result").asString()))
                .containsExactly("acme failed", "globex done");
        assertThat(document.get("tenants").get(0).get("error").get("message").asString())
                .isEqualTo("no luck");
        assertThat(document.get("tenants").get(1).get("output").asString()).contains("Hello globex");
    }

    @Test
    void reportsThoseForWhomItWasNotBegun() {
        readiness = tenant ->
                tenant.schema().value().equals("acme") ? SchemaReadiness.State.BEHIND : SchemaReadiness.State.CURRENT;
        assertThat(line.run("run-in-all-tenants", "greet")).isEqualTo(1);
        assertThat(greeted).containsExactly("globex");
        assertThat(line.err())
                .contains("acme: FAILED: The schema 'acme' is behind")
                .contains("1 tenant done, 1 failed.");
    }

    @Test
    void saysThatNoFurtherTenantWasTried() {
        tenants.breakAfter = "acme";
        assertThat(line.run("run-in-all-tenants", "--output=json", "greet")).isEqualTo(1);
        assertThat(greeted).containsExactly("acme");
        assertThat(line.err())
                .contains("No further tenant was tried: connection lost")
                .contains("1 tenant done, 0 failed.");
        assertThat(line.document().get("error").get("message").asString()).contains("connection lost");
        assertThat(line.document().get("tenants")).hasSize(1);
    }

    @Test
    void saysThatNoFurtherTenantWasTriedAfterAnInterrupt() {
        tenants.put("initech", TenantStatus.ACTIVE);
        assertThat(line.run("run-in-all-tenants", "interrupt")).isEqualTo(1);
        assertThat(greeted).containsExactly("acme");
        assertThat(line.err().lines())
                .containsExactly(
                        "acme: FAILED: stop it",
                        "globex: FAILED: interrupted before the work began",
                        "No further tenant was tried: the command was interrupted",
                        "0 tenants done, 2 failed.");
    }

    @Test
    void tellsProgramsThatNoFurtherTenantWasTriedAfterAnInterrupt() {
        tenants.put("initech", TenantStatus.ACTIVE);
        assertThat(line.run("run-in-all-tenants", "--output=json", "interrupt")).isEqualTo(1);
        assertThat(line.document().get("error").get("type").asString()).isEqualTo("CancellationException");
        assertThat(line.document().get("tenants")).hasSize(2);
    }

    @Test
    void leavesNobodyOutWhenTheLastOneInterrupts() {
        tenants.tenants.remove(1);
        assertThat(line.run("run-in-all-tenants", "interrupt")).isEqualTo(1);
        assertThat(line.err().lines()).containsExactly("acme: FAILED: stop it", "0 tenants done, 1 failed.");
    }

    @Test
    void triesNothingWithoutADatabase() {
        tenants.breakAfter = "";
        assertThat(line.run("run-in-all-tenants", "greet")).isEqualTo(3);
        assertThat(line.err().lines()).containsExactly("Nothing could be done: connection lost");
    }

    private static final class Tenants implements TenantRegistry {

        private final List<Tenant> tenants = new ArrayList<>();

        /** After whom there is no connection any more, empty for from the start. */
        private @Nullable String breakAfter;

        Tenants() {
            put("acme", TenantStatus.ACTIVE);
            put("globex", TenantStatus.ACTIVE);
        }

        void put(String schema, TenantStatus status) {
            tenants.add(new Tenant(tenants.size() + 1L, SchemaName.of(schema), status, List.of()));
        }

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return tenants.stream()
                    .filter(tenant -> tenant.schema().equals(schema))
                    .findFirst();
        }

        @Override
        public void forEach(Consumer<Tenant> action) {
            List<Tenant> all = tenants.stream().collect(Collectors.toList());
            for (Tenant tenant : all) {
                breakIfDue("");
                action.accept(tenant);
                breakIfDue(tenant.schema().value());
            }
        }

        private void breakIfDue(String schema) {
            if (schema.equals(breakAfter)) {
                throw new IllegalStateException("connection lost");
            }
        }
    }
}
