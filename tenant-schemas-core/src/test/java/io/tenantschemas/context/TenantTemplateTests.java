package io.tenantschemas.context;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.context.FakeTenantDirectory.ACME;
import static io.tenantschemas.context.FakeTenantDirectory.GLOBEX;
import static io.tenantschemas.context.FakeTenantDirectory.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TenantTemplateTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final List<String> events = new ArrayList<>();

    private final TenantTemplate template =
            new TenantTemplate(new FakeTenantDirectory(ACME, GLOBEX), PUBLIC, List.of());

    @AfterEach
    void cleanThread() {
        assertThat(TenantContext.isBound()).isFalse();
        TransactionSynchronizationManager.setActualTransactionActive(false);
        TransactionSynchronizationManager.clear();
        boolean ignored = Thread.interrupted();
    }

    private TenantTemplate holding(String... resources) {
        return new TenantTemplate(
                new FakeTenantDirectory(ACME, GLOBEX),
                PUBLIC,
                List.of(resources).stream().map(this::held).toList());
    }

    private HeldResources held(String resource) {
        return () -> {
            events.add("set aside " + resource);
            return () -> {
                events.add("give back " + resource);
                if (resource.startsWith("stuck")) {
                    throw new IllegalStateException(resource);
                }
            };
        };
    }

    @Test
    void bindsTheTenantForTheCallAndUnbindsItThen() {
        assertThat(template.execute("acme", TenantContext::current)).contains(ACME);
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void takesANameASchemaNameOrATenant() {
        assertThat(template.execute(SchemaName.of("globex"), TenantContext::current))
                .contains(GLOBEX);
        Tenant unknown = tenant(9, "initech", TenantStatus.PROVISIONING);
        assertThat(template.execute(unknown, TenantContext::current)).contains(unknown);
        template.executeWithoutResult(
                "acme", () -> assertThat(TenantContext.current()).contains(ACME));
        template.executeWithoutResult(
                SchemaName.of("acme"), () -> assertThat(TenantContext.current()).contains(ACME));
    }

    @Test
    void nests() {
        template.executeWithoutResult("acme", () -> {
            assertThat(template.execute("globex", TenantContext::current)).contains(GLOBEX);
            assertThat(TenantContext.current()).contains(ACME);
        });
    }

    @Test
    void nestsTheSameTenant() {
        template.executeWithoutResult("acme", () -> {
            assertThat(template.execute("acme", TenantContext::current)).contains(ACME);
            assertThat(TenantContext.current()).contains(ACME);
        });
    }

    @Test
    void leavesTheTenantForTheSharedTables() {
        template.executeWithoutResult("acme", () -> {
            assertThat(template.executeShared(TenantContext::current)).isEmpty();
            template.executeSharedWithoutResult(
                    () -> assertThat(TenantContext.isBound()).isTrue());
            assertThat(TenantContext.current()).contains(ACME);
        });
    }

    @Test
    void restoresAfterAnException() {
        template.executeWithoutResult("acme", () -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> template.executeWithoutResult("globex", () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .withMessage("failed");
            assertThat(TenantContext.current()).contains(ACME);
        });
    }

    @Test
    void throwsTheCallbacksOwnCheckedException() {
        assertThatExceptionOfType(IOException.class).isThrownBy(this::readsAFile);
    }

    private String readsAFile() throws IOException {
        return template.execute("acme", () -> {
            throw new IOException("no file");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    void returnsNullWhenTheCallbackDoes() {
        TenantCallback<@Nullable String, RuntimeException> callback = () -> null;
        assertThat(template.execute("acme", callback)).isNull();
    }

    @Test
    void refusesATenantThatDoesNotExist() {
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> template.execute("unknown", () -> events.add("ran")))
                .withMessageContaining("'unknown'")
                .satisfies(thrown -> assertThat(thrown.schema()).hasToString("unknown"));
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void worksForANamedTenantWhoseSchemaIsThereAndStays(TenantStatus status) {
        Tenant initech = tenant(3, "initech", status);
        TenantTemplate tenants = new TenantTemplate(new FakeTenantDirectory(initech), PUBLIC, List.of());
        if (Set.of(TenantStatus.ACTIVE, TenantStatus.SUSPENDED, TenantStatus.MAINTENANCE)
                .contains(status)) {
            assertThat(tenants.execute("initech", TenantContext::current)).contains(initech);
        } else {
            assertThatExceptionOfType(TenantNotBuiltException.class)
                    .isThrownBy(() -> tenants.execute("initech", TenantContext::current))
                    .withMessageContaining("'initech' (id 3), whose status is " + status)
                    .satisfies(refused -> assertThat(refused.tenant()).isEqualTo(initech));
        }
        // Whoever has it already, such as provisioning itself, knows why.
        assertThat(tenants.execute(initech, () -> tenants.execute("initech", TenantContext::current)))
                .contains(initech);
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void worksForEachTenantThatIsActive(TenantStatus status) {
        Tenant initech = tenant(3, "initech", status);
        List<Tenant> worked = new ArrayList<>();
        ForEachTenantReport report = new TenantTemplate(
                        new FakeTenantDirectory(ACME, initech, GLOBEX), PUBLIC, List.of())
                .forEachTenant(() -> TenantContext.current().ifPresent(worked::add));
        assertThat(report.failures()).isEmpty();
        assertThat(worked)
                .containsExactlyElementsOf(
                        status == TenantStatus.ACTIVE ? List.of(ACME, initech, GLOBEX) : List.of(ACME, GLOBEX));
    }

    @Test
    void refusesAMalformedName() {
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> template.execute("no name", () -> events.add("ran")));
    }

    @Test
    void bindsTheSharedTablesForAPublicSchemaThatHasNoRow() {
        template.executeWithoutResult("public", () -> {
            assertThat(TenantContext.isBound()).isTrue();
            assertThat(TenantContext.current()).isEmpty();
        });
    }

    @Test
    void bindsTheMainSiteForAPublicSchemaThatHasARow() {
        Tenant main = tenant(3, "public", TenantStatus.ACTIVE);
        TenantTemplate withMain = new TenantTemplate(new FakeTenantDirectory(main), PUBLIC, List.of());
        assertThat(withMain.execute("public", TenantContext::current)).contains(main);
    }

    @Test
    void refusesToSwitchInsideATransaction() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> template.execute("globex", () -> events.add("ran")))
                    .withMessageContaining("tenant 'acme' (id 1)")
                    .withMessageContaining("tenant 'globex' (id 2)")
                    .withMessageContaining("NOT_SUPPORTED");
            assertThat(TenantContext.current()).contains(ACME);
        });
        assertThat(events).isEmpty();
    }

    @Test
    void tellsBothTenantsOfARefusal() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> template.execute("globex", () -> events.add("ran")))
                    .satisfies(thrown -> {
                        assertThat(thrown.from().tenant()).contains(ACME);
                        assertThat(thrown.to().tenant()).contains(GLOBEX);
                    });
        });
    }

    @Test
    void setsSynchronizationWithoutATransactionAside() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.initSynchronization();
            TransactionSynchronizationManager.setCurrentTransactionName("outer");
            TransactionSynchronizationManager.registerSynchronization(new Noting());

            template.executeWithoutResult("globex", () -> {
                assertThat(TransactionSynchronizationManager.isSynchronizationActive())
                        .isFalse();
                assertThat(TransactionSynchronizationManager.getCurrentTransactionName())
                        .isNull();
                events.add("ran");
            });

            assertThat(TransactionSynchronizationManager.getCurrentTransactionName())
                    .isEqualTo("outer");
            assertThat(TransactionSynchronizationManager.getSynchronizations()).hasSize(1);
        });
        assertThat(events).containsExactly("suspended", "ran", "resumed");
    }

    @Test
    void refusesAScopeOfItsOwnWhereSynchronizationIsActive() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.initSynchronization();
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> TenantScope.open(TenantBinding.to(GLOBEX)));
        });
    }

    private final class Noting implements TransactionSynchronization {

        @Override
        public void suspend() {
            events.add("suspended");
        }

        @Override
        public void resume() {
            events.add("resumed");
        }
    }

    @Test
    void refusesToBindATenantInsideATransactionOfNone() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> template.execute("acme", () -> events.add("ran")))
                .withMessageContaining("no tenant");
    }

    @Test
    void refusesToLeaveATenantForTheSharedTablesInsideATransaction() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> template.executeShared(() -> events.add("ran")))
                    .withMessageContaining("the shared tables");
        });
    }

    @Test
    void refusesANamesakeInsideATransaction() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(
                            () -> template.execute(tenant(7, "acme", TenantStatus.ACTIVE), () -> events.add("ran")));
        });
    }

    @Test
    void acceptsTheSameTenantInsideItsTransaction() {
        template.executeWithoutResult("acme", () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThat(template.execute("acme", TenantContext::current)).contains(ACME);
        });
    }

    @Test
    void acceptsTheSharedTablesInsideATransactionOfNoTenant() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThat(template.executeShared(TenantContext::isBound)).isTrue();
    }

    @Test
    void setsAsideWhatIsHeldAndGivesItBackInReverseOrder() {
        TenantTemplate holding = holding("session", "cursor");
        holding.executeWithoutResult("acme", () -> events.add("work"));
        assertThat(events)
                .containsExactly(
                        "set aside session", "set aside cursor", "work", "give back cursor", "give back session");
    }

    @Test
    void givesBackWhatIsHeldAfterAnException() {
        assertThatIllegalStateException()
                .isThrownBy(() -> holding("session").executeWithoutResult("acme", () -> {
                    throw new IllegalStateException("failed");
                }));
        assertThat(events).containsExactly("set aside session", "give back session");
    }

    @Test
    void givesBackTheRestWhenGivingBackFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> holding("session", "stuck").executeWithoutResult("acme", () -> {}))
                .withMessage("stuck");
        assertThat(events).endsWith("give back stuck", "give back session");
    }

    @Test
    void keepsWhatIsHeldForTheSameTenant() {
        TenantTemplate holding = holding("session");
        holding.executeWithoutResult("acme", () -> {
            events.clear();
            holding.executeWithoutResult("acme", () -> events.add("work"));
            assertThat(events).containsExactly("work");
        });
    }

    @Test
    void bindsNothingAndGivesBackWhenSettingAsideFails() {
        HeldResources failing = () -> {
            throw new IllegalStateException("cannot be set aside");
        };
        TenantTemplate holding =
                new TenantTemplate(new FakeTenantDirectory(ACME), PUBLIC, List.of(held("session"), failing));
        assertThatIllegalStateException()
                .isThrownBy(() -> holding.execute("acme", () -> events.add("ran")))
                .withMessage("cannot be set aside");
        assertThat(TenantContext.isBound()).isFalse();
        assertThat(events).containsExactly("set aside session", "give back session");
    }

    @Test
    void throwsWhyItCouldNotSetAsideEvenIfGivingBackFailsToo() {
        HeldResources failing = () -> {
            throw new IllegalStateException("cannot be set aside");
        };
        TenantTemplate holding =
                new TenantTemplate(new FakeTenantDirectory(ACME), PUBLIC, List.of(held("stuck"), failing));
        assertThatIllegalStateException()
                .isThrownBy(() -> holding.execute("acme", () -> events.add("ran")))
                .withMessage("cannot be set aside")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    }

    @Test
    void runsForEachTenant() {
        ForEachTenantReport report = template.forEachTenant(
                () -> events.add(TenantContext.currentSchema().value()));
        assertThat(events).containsExactly("acme", "globex");
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void goesOnWithTheOtherTenantsAfterAFailure() {
        ForEachTenantReport report = template.forEachTenant(() -> {
            if (TenantContext.current().equals(Optional.of(ACME))) {
                throw new IOException("no file");
            }
            events.add("globex");
        });
        assertThat(events).containsExactly("globex");
        assertThat(report.succeeded()).isOne();
        assertThat(report.isComplete()).isFalse();
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.tenant()).isEqualTo(ACME);
            assertThat(failure.cause()).isInstanceOf(IOException.class).hasMessage("no file");
        });
    }

    @Test
    void skipsTenantsOutOfServiceAndTheMainSite() {
        TenantTemplate mixed = new TenantTemplate(
                new FakeTenantDirectory(
                        tenant(1, "public", TenantStatus.ACTIVE),
                        tenant(2, "suspended", TenantStatus.SUSPENDED),
                        tenant(3, "provisioning", TenantStatus.PROVISIONING),
                        GLOBEX),
                PUBLIC,
                List.of());
        ForEachTenantReport report = mixed.forEachTenant(
                () -> events.add(TenantContext.currentSchema().value()));
        assertThat(events).containsExactly("globex");
        assertThat(report.succeeded()).isOne();
    }

    @Test
    void skipsTenantsThatAreTakenOutOfServiceBeforeTheirTurn() {
        Tenant initech = tenant(3, "initech", TenantStatus.ACTIVE);
        Tenant umbrella = tenant(4, "umbrella", TenantStatus.ACTIVE);
        Tenant hooli = tenant(5, "hooli", TenantStatus.ACTIVE);
        List<Tenant> tenants = new ArrayList<>(List.of(ACME, GLOBEX, initech, umbrella, hooli));
        TenantTemplate changing = new TenantTemplate(new FakeTenantDirectory(tenants), PUBLIC, List.of());
        ForEachTenantReport report = changing.forEachTenant(() -> {
            events.add(TenantContext.currentSchema().value());
            // While the first is worked for: one is suspended, one is gone, and one is another tenant of the same name.
            tenants.set(1, tenant(2, "globex", TenantStatus.SUSPENDED));
            tenants.remove(initech);
            tenants.set(tenants.size() - 2, tenant(6, "umbrella", TenantStatus.ACTIVE));
        });
        assertThat(events).containsExactly("acme", "hooli");
        assertThat(report.succeeded()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void failsForATenantOfWhichItCannotBeFoundOutHowItIs() {
        FakeTenantDirectory tenants = new FakeTenantDirectory(ACME, GLOBEX);
        TenantDirectory silent = new TenantDirectory() {

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                if (schema.equals(ACME.schema())) {
                    throw new IllegalStateException("no connection");
                }
                return tenants.findBySchema(schema);
            }

            @Override
            public void forEach(Consumer<Tenant> action) {
                tenants.forEach(action);
            }
        };
        ForEachTenantReport report = new TenantTemplate(silent, PUBLIC, List.of())
                .forEachTenant(() -> events.add(TenantContext.currentSchema().value()));
        assertThat(events).containsExactly("globex");
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.tenant()).isEqualTo(ACME);
            assertThat(failure.cause()).hasMessage("no connection");
        });
    }

    @ParameterizedTest
    @CsvSource({"BEHIND, is behind", "UNKNOWN, could not be found out"})
    void failsForATenantWhoseSchemaIsNotCurrentAndWorksForTheOthers(SchemaReadiness.State state, String text) {
        TenantTemplate careful = new TenantTemplate(
                new FakeTenantDirectory(ACME, GLOBEX),
                PUBLIC,
                List.of(),
                tenant -> tenant.equals(ACME) ? state : SchemaReadiness.State.CURRENT);
        ForEachTenantReport report = careful.forEachTenant(
                () -> events.add(TenantContext.currentSchema().value()));
        assertThat(events).containsExactly("globex");
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.tenant()).isEqualTo(ACME);
            assertThat(failure.cause())
                    .isInstanceOf(SchemaNotReadyException.class)
                    .hasMessageContainingAll("'acme'", text);
        });
    }

    @Test
    void tellsAHundredAtATimeOfWhomItIsGoingToAskAboutBeforeItWorksForThem() {
        Tenant[] tenants = new Tenant[150];
        Arrays.setAll(tenants, i -> tenant(i + 1, "tenant" + i, i == 5 ? TenantStatus.SUSPENDED : TenantStatus.ACTIVE));
        TenantTemplate careful =
                new TenantTemplate(new FakeTenantDirectory(tenants), PUBLIC, List.of(), new PreparedReadiness(events));
        ForEachTenantReport report = careful.forEachTenant(() -> events.add("work"));
        assertThat(report.succeeded()).isEqualTo(149);
        assertThat(report.isComplete()).isTrue();
        assertThat(events).hasSize(2 + 149).startsWith("100", "work");
        assertThat(events.get(101)).isEqualTo("49");
    }

    /** Knows of those only that it was told of in time, and of each once. */
    private static final class PreparedReadiness implements SchemaReadiness {

        private final Set<Tenant> known = new HashSet<>();

        private final List<String> events;

        PreparedReadiness(List<String> events) {
            this.events = events;
        }

        @Override
        public void prepare(List<Tenant> tenants) {
            events.add(String.valueOf(tenants.size()));
            known.addAll(tenants);
        }

        @Override
        public State of(Tenant tenant) {
            return known.remove(tenant) ? State.CURRENT : State.UNKNOWN;
        }
    }

    @Test
    void worksForThoseThatCameBeforeTheDirectoryFailed() {
        FakeTenantDirectory tenants = new FakeTenantDirectory(ACME, GLOBEX);
        TenantTemplate failing = new TenantTemplate(
                new TenantDirectory() {

                    @Override
                    public Optional<Tenant> findBySchema(SchemaName schema) {
                        return tenants.findBySchema(schema);
                    }

                    @Override
                    public void forEach(Consumer<Tenant> action) {
                        tenants.forEach(action);
                        throw new IllegalStateException("no further page");
                    }
                },
                PUBLIC,
                List.of());
        assertThatIllegalStateException()
                .isThrownBy(() -> failing.forEachTenant(() -> events.add(
                        TenantContext.current().orElseThrow().schema().value())))
                .withMessage("no further page");
        assertThat(events).containsExactly("acme", "globex");
    }

    @Test
    void asksAboutEachByItselfWhereThatCannotBePrepared() {
        SchemaReadiness unprepared = new SchemaReadiness() {

            @Override
            public State of(Tenant tenant) {
                return State.CURRENT;
            }

            @Override
            public void prepare(List<Tenant> tenants) {
                throw new IllegalStateException("not so");
            }
        };
        new TenantTemplate(new FakeTenantDirectory(ACME, GLOBEX), PUBLIC, List.of(), unprepared)
                .forEachTenant(() -> events.add("ran"));
        assertThat(events).containsExactly("ran", "ran");
    }

    @Test
    void asksNothingAboutATenantThatIsNamed() {
        TenantTemplate careful = new TenantTemplate(
                new FakeTenantDirectory(ACME), PUBLIC, List.of(), tenant -> SchemaReadiness.State.BEHIND);
        careful.executeWithoutResult(ACME.schema(), () -> events.add("ran"));
        assertThat(events).containsExactly("ran");
    }

    @Test
    void refusesToRunForEachTenantInsideATransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> template.forEachTenant(() -> events.add("ran")));
        assertThat(events).isEmpty();
    }

    @Test
    void stopsWhenTheWorkIsInterrupted() {
        ForEachTenantReport report = template.forEachTenant(() -> {
            events.add("work");
            throw new InterruptedException();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(events).containsExactly("work");
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.tenant()).isEqualTo(ACME));
    }

    @Test
    void stopsBeforeTheNextTenantWhenTheThreadWasInterrupted() {
        ForEachTenantReport report = template.forEachTenant(() -> {
            events.add("work");
            Thread.currentThread().interrupt();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(events).containsExactly("work");
        assertThat(report.succeeded()).isOne();
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.tenant()).isEqualTo(GLOBEX));
    }
}
