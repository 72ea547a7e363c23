package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class TenantMigratorTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final SchemaName ACME = SchemaName.of("acme");

    private final RecordingMigrator migrator = new RecordingMigrator();

    private final List<SchemaName> checked = Collections.synchronizedList(new ArrayList<>());

    @Test
    void migratesTheSharedSchemaFirst() {
        MigrationReport report = migrator("acme", "globex").migrate(MigrationRequest.all());
        assertThat(migrator.migrated.get(0)).isEqualTo("SHARED public");
        assertThat(migrator.migrated).containsExactlyInAnyOrder("SHARED public", "TENANT acme", "TENANT globex");
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void goesThroughTheMigrationsOfEachTenantsType() {
        FixedTenants tenants =
                new FixedTenants("acme").ofType("globex", "premium").ofType("initech", "basic");
        List<MigrationRequest> requests = List.of(
                MigrationRequest.all(),
                MigrationRequest.tenants().withCanaries(List.of(SchemaName.of("globex"))),
                MigrationRequest.only(ACME, SchemaName.of("globex"), SchemaName.of("initech")));
        assertThat(requests)
                .allSatisfy(
                        request -> assertThat(migrator(tenants).migrate(request).migrated())
                                .filteredOn(done -> !done.target().isShared())
                                .extracting(done -> done.target().type())
                                .containsExactly(
                                        Optional.empty(),
                                        Optional.of(TypeName.of("premium")),
                                        Optional.of(TypeName.of("basic"))));
    }

    @Test
    void looksAtTheNewestTenantOfEachTypeAfterTheSharedSchemaAlone() {
        FixedTenants tenants = new FixedTenants("acme")
                .ofType("globex", "premium")
                .ofType("initech", "premium")
                .ofType("umbrella", "basic");
        migrator(tenants).migrate(MigrationRequest.shared());
        assertThat(checked).extracting(SchemaName::value).containsExactlyInAnyOrder("acme", "initech", "umbrella");
    }

    @Test
    void migratesNobodyWhoseTypeIsAnotherMeanwhile() {
        AtomicInteger lookups = new AtomicInteger();
        TenantDirectory changing = new TenantDirectory() {

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                return (lookups.getAndIncrement() == 0
                                ? new FixedTenants().ofType("acme", "basic")
                                : new FixedTenants().ofType("acme", "premium"))
                        .findBySchema(schema);
            }

            @Override
            public void forEach(Consumer<Tenant> action) {}
        };
        assertThat(new TenantMigrator(changing, PUBLIC, migrator, checked::add)
                        .migrate(MigrationRequest.only(ACME))
                        .failed())
                .singleElement()
                .extracting(failed -> failed.failure().message())
                .asString()
                .contains("type of the tenant was changed meanwhile");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void migratesNobodyWhoseTypeIsAnotherWhenItsTurnComes() {
        FixedTenants atFirst =
                new FixedTenants("initech").ofType("acme", "basic").ofType("globex", "basic");
        FixedTenants later =
                new FixedTenants("initech").ofType("acme", "premium").ofType("globex", "basic");
        TenantDirectory changing = new TenantDirectory() {

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                return later.findBySchema(schema);
            }

            @Override
            public void forEach(Consumer<Tenant> action) {
                atFirst.forEach(action);
            }
        };
        MigrationReport report =
                new TenantMigrator(changing, PUBLIC, migrator, checked::add).migrate(MigrationRequest.tenants());
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().message()).contains("was changed meanwhile"))
                .satisfies(failed -> assertThat(failed.target().schema()).isEqualTo(ACME));
        assertThat(migrator.migrated).containsExactlyInAnyOrder("TENANT initech", "TENANT globex");
    }

    @Test
    void saysThatATypeCouldNotBeLookedUp() {
        AtomicInteger lookups = new AtomicInteger();
        FixedTenants tenants =
                new FixedTenants("initech").ofType("acme", "basic").ofType("globex", "basic");
        TenantDirectory failingOnce = new TenantDirectory() {

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                if (lookups.getAndIncrement() == 0) {
                    throw new IllegalStateException("The connection broke.");
                }
                return tenants.findBySchema(schema);
            }

            @Override
            public void forEach(Consumer<Tenant> action) {}
        };
        MigrationReport report = new TenantMigrator(failingOnce, PUBLIC, migrator, checked::add)
                .migrate(MigrationRequest.only(ACME, SchemaName.of("globex"), SchemaName.of("initech")));
        assertThat(report.failed())
                .hasSize(2)
                .allSatisfy(failed -> assertThat(failed.failure().message()).contains("could not be looked up"));
        assertThat(migrator.migrated).containsExactly("TENANT initech");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "3F000", "42703"})
    void tellsWhatIsPendingBeforeTheSharedMigrationThatTenantsAreReadWith(String sqlState) {
        TenantDirectory unreadable = new TenantDirectory() {

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                return Optional.empty();
            }

            @Override
            public void forEach(Consumer<Tenant> action) {
                throw new IllegalStateException(new SQLException("does not exist", sqlState));
            }
        };
        MigrationReport report = new TenantMigrator(unreadable, PUBLIC, migrator, checked::add).status();
        assertThat(report.results())
                .singleElement()
                .satisfies(result -> assertThat(result.target().isShared()).isTrue());
    }

    @Test
    void doesNotTakeThePublicSchemaForATenants() {
        migrator("public", "acme").migrate(MigrationRequest.tenants());
        assertThat(migrator.migrated).containsExactly("TENANT acme");
    }

    @Test
    void reportsInTheOrderOfTheRegistry() {
        MigrationReport report =
                migrator("acme", "globex", "initech", "umbrella").migrate(MigrationRequest.all());
        assertThat(report.results())
                .extracting(result -> result.target().toString())
                .containsExactly("public", "acme", "globex", "initech", "umbrella");
    }

    @Test
    void triesNoTenantWhenTheSharedSchemaFails() {
        migrator.failingFor("public");
        MigrationReport report = migrator("acme", "globex").migrate(MigrationRequest.all());
        assertThat(migrator.migrated).containsExactly("SHARED public");
        assertThat(report.failed())
                .extracting(failed -> failed.target().schema())
                .containsExactly(PUBLIC);
        assertThat(report.notTried()).hasSize(2);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void goesOnAfterATenantsFailure() {
        migrator.failingFor("acme");
        MigrationReport report =
                migrator("acme", "globex").migrate(MigrationRequest.all().withParallelism(1));
        assertThat(report.migrated())
                .extracting(done -> done.target().toString())
                .containsExactly("public", "globex");
        assertThat(report.failed())
                .singleElement()
                .extracting(Failed::failure)
                .isEqualTo(new MigrationFailure(
                        "duplicate key", "V2__unique.sql", 3, "CREATE UNIQUE INDEX", "23505", null, null, true));
    }

    @Test
    void reportsAFailureThatIsNotAMigrations() {
        migrator.before("acme", () -> {
            throw new IllegalStateException("the disk is full");
        });
        assertThat(migrator("acme").migrate(MigrationRequest.tenants()).failed())
                .singleElement()
                .extracting(failed -> failed.failure().message())
                .isEqualTo("the disk is full");
    }

    @Test
    void beginsNoFurtherTenantAfterAFailureWhenAskedTo() {
        migrator.failingFor("acme");
        MigrationReport report = migrator("acme", "globex", "initech")
                .migrate(MigrationRequest.tenants().withParallelism(1).withFailFast(true));
        assertThat(migrator.migrated).containsExactly("TENANT acme");
        assertThat(report.notTried())
                .extracting(result -> result.target().toString())
                .containsExactly("globex", "initech");
    }

    @Test
    void migratesAtMostAsManyTenantsAtATimeAsAskedFor() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoAtOnce = new CountDownLatch(2);
        String[] tenants = {"a", "b", "c", "d", "e", "f"};
        for (String tenant : tenants) {
            migrator.before(tenant, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                twoAtOnce.countDown();
                await(twoAtOnce);
                running.decrementAndGet();
            });
        }
        migrator(tenants).migrate(MigrationRequest.tenants().withParallelism(2));
        assertThat(most).hasValue(2);
        assertThat(migrator.migrated).hasSize(6);
    }

    @Test
    void migratesOnlyTheSchemasThatAreNamed() {
        MigrationReport report = migrator("acme", "globex").migrate(MigrationRequest.only(ACME, ACME));
        assertThat(migrator.migrated).containsExactly("TENANT acme");
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void takesThePublicNameForTheSharedSchema() {
        migrator("acme", "globex").migrate(MigrationRequest.only(ACME, PUBLIC));
        assertThat(migrator.migrated).containsExactly("SHARED public", "TENANT acme");
    }

    @Test
    void migratesTheSharedSchemaBeforeThoseThatAreNamedWhenAskedTo() {
        migrator("acme", "globex").migrate(MigrationRequest.all().withSchemas(List.of(ACME)));
        assertThat(migrator.migrated).containsExactly("SHARED public", "TENANT acme");
    }

    @Test
    void reportsANamedSchemaThatNoTenantHas() {
        MigrationReport report = migrator("globex").migrate(MigrationRequest.only(ACME));
        assertThat(migrator.migrated).isEmpty();
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().message()).contains("no tenant"));
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void migratesThoseWhoseSchemasAreThereAndStay(TenantStatus status) {
        TenantMigrator tenants = migrator(new FixedTenants("acme").and("globex", status));
        MigrationReport all = tenants.migrate(MigrationRequest.all());
        assertThat(all.isComplete()).as("nobody is in the way of a deployment").isTrue();
        List<String> targets = isBuilt(status) ? List.of("public", "acme", "globex") : List.of("public", "acme");
        assertThat(all.migrated()).extracting(done -> done.target().toString()).containsExactlyElementsOf(targets);
        assertThat(tenants.status().results())
                .extracting(result -> result.target().toString())
                .containsExactlyElementsOf(targets);
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void saysWhyATenantThatIsNamedIsNotMigrated(TenantStatus status) {
        TenantMigrator tenants = migrator(new FixedTenants("acme").and("globex", status));
        MigrationReport named = tenants.migrate(MigrationRequest.only(SchemaName.of("globex")));
        MigrationReport canary =
                tenants.migrate(MigrationRequest.tenants().withCanaries(List.of(SchemaName.of("globex"))));
        if (isBuilt(status)) {
            assertThat(named.migrated()).hasSize(1);
            assertThat(canary.migrated()).hasSize(2);
        } else {
            assertThat(migrator.migrated).isEmpty();
            assertThat(List.of(named, canary))
                    .allSatisfy(report -> assertThat(report.failed())
                            .singleElement()
                            .satisfies(failed ->
                                    assertThat(failed.failure().message()).contains("is " + status)));
            assertThat(canary.notTried()).hasSize(1);
        }
    }

    private static boolean isBuilt(TenantStatus status) {
        return List.of(TenantStatus.ACTIVE, TenantStatus.SUSPENDED, TenantStatus.MAINTENANCE)
                .contains(status);
    }

    @Test
    void changesNothingInADryRun() {
        MigrationReport report = migrator("acme").migrate(MigrationRequest.all().withDryRun(true));
        assertThat(migrator.migrated).isEmpty();
        assertThat(checked).isEmpty();
        assertThat(report.pending())
                .hasSize(2)
                .first()
                .satisfies(pending -> assertThat(pending.migrations())
                        .extracting(PendingMigration::script)
                        .containsExactly("V1__first.sql"));
    }

    @Test
    void checksEachTenantAfterwardsButNotTheSharedSchema() {
        migrator("acme", "globex").migrate(MigrationRequest.all());
        assertThat(checked).containsExactlyInAnyOrder(ACME, SchemaName.of("globex"));
    }

    @Test
    void checksTheNewestTenantAfterTheSharedSchemaAlone() {
        migrator("acme", "globex", "public").migrate(MigrationRequest.shared());
        assertThat(checked).containsExactly(SchemaName.of("globex"));
    }

    @Test
    void countsTheSharedSchemaThatATenantDoesNotPassTheCheckForAsFailed() {
        TenantMigrator strict = new TenantMigrator(new FixedTenants("acme"), PUBLIC, migrator, tenant -> {
            throw new NameCollisionException(
                    "the tenant 'acme'", List.of(new NameCollision("table", PUBLIC, "orders", "ALTER TABLE ...;")));
        });
        assertThat(strict.migrate(MigrationRequest.shared()).failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.target().schema()).isEqualTo(PUBLIC));
    }

    @Test
    void countsATenantThatDoesNotPassTheCheckAsFailed() {
        TenantMigrator strict = new TenantMigrator(new FixedTenants("acme"), PUBLIC, migrator, tenant -> {
            throw new NameCollisionException(
                    "the tenant 'acme'", List.of(new NameCollision("table", PUBLIC, "orders", "ALTER TABLE ...;")));
        });
        assertThat(strict.migrate(MigrationRequest.all()).failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().message()).contains("table public.orders"));
    }

    @Test
    void tellsTheListenerAsItGoes() {
        migrator.failingFor("acme");
        List<String> told = new ArrayList<>();
        migrator("acme", "globex").migrate(MigrationRequest.all().withParallelism(1), new MigrationListener() {

            @Override
            public void started(MigrationScope scope, int schemas) {
                told.add("started " + scope + " " + schemas);
            }

            @Override
            public void finished(SchemaMigrationResult result) {
                told.add(result.getClass().getSimpleName() + " " + result.target());
            }
        });
        assertThat(told)
                .containsExactly(
                        "started SHARED 1", "Migrated public", "started TENANT 2", "Failed acme", "Migrated globex");
    }

    @Test
    void survivesAFailingListener() {
        MigrationReport report = migrator("acme").migrate(MigrationRequest.all(), new MigrationListener() {

            @Override
            public void finished(SchemaMigrationResult result) {
                throw new IllegalStateException("the terminal is gone");
            }
        });
        assertThat(report.migrated()).hasSize(2);
    }

    @Test
    void endsWhenNothingCanBeTried() {
        migrator.before("public", () -> {
            throw new DatabaseUnreachableException(new SQLException("refused"));
        });
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> migrator("acme").migrate(MigrationRequest.all()))
                .withMessageContaining("refused");
    }

    @Test
    void tellsThatItGivesUpWhatItHadAnnouncedWhenNothingCanBeTried() {
        Leftovers shared = new Leftovers();
        migrator.before("public", () -> {
            throw new DatabaseUnreachableException(new SQLException("refused"));
        });
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> migrator("acme").migrate(MigrationRequest.all(), shared));
        assertThat(shared.announced).isEqualTo(1);
        assertThat(shared.left).isZero();
        assertThat(shared.report).isNull();

        Leftovers tenants = new Leftovers();
        RecordingMigrator gone = new RecordingMigrator();
        gone.unreachableFromTheSecondOn();
        gone.migrate(MigrationTarget.shared(PUBLIC));
        TenantMigrator nothing = new TenantMigrator(new FixedTenants("acme", "globex"), PUBLIC, gone, checked::add);
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> nothing.migrate(MigrationRequest.tenants(), tenants));
        assertThat(tenants.announced).isEqualTo(2);
        assertThat(tenants.left).isZero();
    }

    @Test
    void goesThroughAllThatItHasAnnouncedHoweverItEnds() {
        migrator.failingFor("acme");
        List<MigrationRequest> requests = List.of(
                MigrationRequest.all(),
                MigrationRequest.all().withFailFast(true),
                MigrationRequest.all().withCanaries(List.of(ACME)));
        for (MigrationRequest request : requests) {
            Leftovers leftovers = new Leftovers();
            MigrationReport report =
                    migrator("acme", "globex", "initech").migrate(request.withParallelism(1), leftovers);
            assertThat(leftovers.report).isSameAs(report);
            assertThat(leftovers.announced).isEqualTo(4);
            assertThat(leftovers.left).isZero();
            assertThat(leftovers.givenUp).isZero();
        }
    }

    /** Counts what a run has left. */
    private static final class Leftovers implements MigrationListener {

        private int announced;

        private int left;

        private int givenUp;

        private @Nullable MigrationReport report;

        @Override
        public void started(MigrationScope scope, int schemas) {
            announced += schemas;
            left += schemas;
        }

        @Override
        public void finished(SchemaMigrationResult result) {
            left--;
        }

        @Override
        public void ended(MigrationReport report) {
            assertThat(left).as("all are through before").isZero();
            this.report = report;
        }

        @Override
        public void givenUp(int schemas) {
            givenUp += schemas;
            left -= schemas;
        }
    }

    @Test
    void reportsWhatWasDoneWhenTheDatabaseIsGoneAfterwards() {
        migrator.unreachableFromTheSecondOn();
        List<String> finished = new ArrayList<>();
        MigrationReport report = migrator("acme", "globex").migrate(MigrationRequest.all(), listener(finished));
        assertThat(report.migrated())
                .extracting(done -> done.target().toString())
                .containsExactly("public");
        assertThat(report.failed()).hasSize(2);
        assertThat(finished).containsExactlyInAnyOrder("public", "acme", "globex");
    }

    @Test
    void triesNothingWhenTheDatabaseIsGoneFromTheBeginning() {
        migrator.unreachableFromTheSecondOn();
        migrator.migrate(MigrationTarget.shared(PUBLIC));
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> migrator("acme").migrate(MigrationRequest.tenants()));
    }

    @Test
    void beginsNothingWhenInterrupted() {
        Thread.currentThread().interrupt();
        MigrationReport report =
                migrator("acme", "globex").migrate(MigrationRequest.tenants().withParallelism(1));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.notTried()).hasSize(2);
    }

    @Test
    void finishesWhatIsRunningAndBeginsNoOtherWhenInterrupted() {
        Thread caller = Thread.currentThread();
        AtomicBoolean passedOn = new AtomicBoolean();
        migrator.before("acme", () -> {
            caller.interrupt();
            // It waits without a limit for the result, and with one for the end of the workers.
            Awaitility.await().until(caller::getState, Thread.State.TIMED_WAITING::equals);
            passedOn.set(Thread.currentThread().isInterrupted());
        });
        MigrationReport report =
                migrator("acme", "globex").migrate(MigrationRequest.tenants().withParallelism(1));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.migrated()).hasSize(1);
        assertThat(report.notTried()).hasSize(1);
        assertThat(passedOn).isFalse();
    }

    @Test
    void looksAtOneOfThoseThatAreAlikeWhenThereIsNothingToDo() {
        migrator.alikeAndUpToDate();
        List<String> finished = new ArrayList<>();
        MigrationReport report =
                unsuspecting("acme", "globex", "initech").migrate(MigrationRequest.tenants(), listener(finished));
        assertThat(migrator.migrated).containsExactly("TENANT acme");
        assertThat(report.upToDate())
                .extracting(done -> done.target() + " " + done.version())
                .containsExactly("acme 1", "globex 1", "initech 1");
        assertThat(finished).containsExactlyInAnyOrder("acme", "globex", "initech");
    }

    @Test
    void migratesAllThatAreAlikeWhenThereIsSomethingToDo() {
        migrator.alike();
        MigrationReport report = unsuspecting("acme", "globex", "initech").migrate(MigrationRequest.tenants());
        assertThat(migrator.migrated).containsExactlyInAnyOrder("TENANT acme", "TENANT globex", "TENANT initech");
        assertThat(report.migrated())
                .extracting(done -> done.target().toString())
                .containsExactly("acme", "globex", "initech");
    }

    @Test
    void migratesTheOthersWhenAnotherProcessMigratedTheFirst() {
        migrator.alikeAndUpToDate().before("acme", () -> migrator.state = "migrated meanwhile");
        unsuspecting("acme", "globex").migrate(MigrationRequest.tenants());
        assertThat(migrator.migrated).containsExactly("TENANT acme", "TENANT globex");
    }

    @Test
    void triesTheOthersThatAreAlikeWhenOneFails() {
        migrator.alike().failingFor("acme");
        MigrationReport report = unsuspecting("acme", "globex").migrate(MigrationRequest.tenants());
        assertThat(report.failed()).hasSize(1);
        assertThat(report.migrated()).hasSize(1);
    }

    @Test
    void triesNoOtherThatIsAlikeAfterAFailureWhenAskedTo() {
        migrator.alike().failingFor("acme");
        MigrationReport report = unsuspecting("acme", "globex", "initech")
                .migrate(MigrationRequest.tenants().withFailFast(true));
        assertThat(migrator.migrated).containsExactly("TENANT acme");
        assertThat(report.notTried()).hasSize(2);
    }

    @Test
    void takesTheNextOfThoseThatAreAlikeWhileAnotherProcessIsAtTheFirst() {
        migrator.alikeAndUpToDate().busy("acme", 1);
        MigrationReport report = unsuspecting("acme", "globex", "initech").migrate(MigrationRequest.tenants());
        assertThat(migrator.migrated).containsExactly("busy acme", "TENANT globex", "TENANT acme");
        assertThat(report.upToDate()).hasSize(3);
    }

    @Test
    void goesOnWithAllThatAreAlikeWhereOthersAreInTheWayOfSeveral() {
        migrator.alike().busy("acme", 1).lockedFor("globex", 1).lockedFor("initech", 1);
        MigrationReport report =
                unsuspecting("acme", "globex", "initech", "hooli").migrate(MigrationRequest.tenants());
        assertThat(report.migrated()).hasSize(4);
        assertThat(migrator.migrated)
                .startsWith("busy acme", "TENANT globex", "TENANT initech")
                .containsOnlyOnce("TENANT hooli", "TENANT acme");
    }

    @Test
    void triesTheSharedSchemaAgainWhenItWaitedForALock() {
        migrator.lockedFor("public", 2);
        MigrationReport report = migrator("acme").migrate(MigrationRequest.all());
        assertThat(migrator.migrated).containsExactly("SHARED public", "SHARED public", "SHARED public", "TENANT acme");
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void tellsOfAFailureThatItWouldHaveTriedAgain() {
        List<String> finished = new ArrayList<>();
        migrator.lockedFor("acme", 10).busy("globex", 1).before("globex", () -> {
            throw new IllegalStateException("broken");
        });
        MigrationReport report = migrator("acme", "globex")
                .migrate(
                        MigrationRequest.only(ACME, SchemaName.of("globex"))
                                .withParallelism(1)
                                .withFailFast(true),
                        listener(finished));
        assertThat(report.failed()).hasSize(2);
        assertThat(finished).containsExactlyInAnyOrder("acme", "globex");
    }

    @Test
    void triesCanariesFirstAndNobodyElseWhereOneFails() {
        migrator.failingFor("globex");
        MigrationReport report = migrator("acme", "globex")
                .migrate(MigrationRequest.all().withCanaries(List.of(SchemaName.of("globex"))));
        assertThat(migrator.migrated).containsExactly("SHARED public", "TENANT globex");
        assertThat(report.notTried())
                .extracting(result -> result.target().toString())
                .containsExactly("acme");
    }

    @Test
    void goesOnWithTheOthersAfterTheCanaries() {
        MigrationReport report = migrator("acme", "globex", "initech")
                .migrate(MigrationRequest.tenants().withParallelism(1).withCanaries(List.of(SchemaName.of("initech"))));
        assertThat(migrator.migrated).containsExactly("TENANT initech", "TENANT acme", "TENANT globex");
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void refusesTheSharedSchemaAsACanary() {
        TenantMigrator tenants = migrator("acme");
        assertThatExceptionOfType(MigrationRequestException.class)
                .isThrownBy(() -> tenants.migrate(MigrationRequest.all().withCanaries(List.of(PUBLIC))))
                .withMessageContaining("'public'");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void refusesOneVersionForTheSharedSchemaAndATenant() {
        TenantMigrator tenants = migrator("acme");
        assertThatExceptionOfType(MigrationRequestException.class)
                .isThrownBy(() ->
                        tenants.migrate(MigrationRequest.only(PUBLIC, ACME).withUpTo("12")))
                .withMessageContaining("'public'");
        assertThat(migrator.migrated).isEmpty();
    }

    @Test
    void refusesACanaryThatIsNotNamed() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MigrationRequest.only(ACME).withCanaries(List.of(SchemaName.of("globex"))))
                .withMessageContaining("'schemas'");
    }

    @Test
    void survivesAListenerThatLacksAClass() {
        MigrationReport report = migrator("acme").migrate(MigrationRequest.all(), new MigrationListener() {

            @Override
            public void finished(SchemaMigrationResult result) {
                throw new NoClassDefFoundError("missing");
            }
        });
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void checksThoseThatAreSuspectedByThemselves() {
        migrator.alikeAndUpToDate();
        migrator("acme", "globex").migrate(MigrationRequest.tenants());
        assertThat(migrator.migrated).containsExactly("TENANT acme", "TENANT globex");
        assertThat(checked).containsExactly(ACME, SchemaName.of("globex"));
    }

    @Test
    void looksAtThoseThatAreThroughTogether() {
        migrator.alike();
        List<String> finished = new ArrayList<>();
        List<SchemaName> together = new ArrayList<>();
        String[] tenants =
                IntStream.range(0, 120).mapToObj(number -> "tenant_" + number).toArray(String[]::new);
        SchemaName suspect = SchemaName.of("tenant_99");
        TenantMigrator many = new TenantMigrator(new FixedTenants(tenants), PUBLIC, migrator, new SchemaCheck() {

            @Override
            public void check(SchemaName tenant) {
                checked.add(tenant);
                if (tenant.equals(suspect)) {
                    throw new IllegalStateException("it has a name that all can see");
                }
            }

            @Override
            public List<SchemaName> suspects(Collection<SchemaName> schemas) {
                assertThat(schemas).hasSizeLessThanOrEqualTo(50);
                assertThat(finished)
                        .as("nothing is known of them yet")
                        .noneMatch(name -> schemas.contains(SchemaName.of(name)));
                together.addAll(schemas);
                return schemas.contains(suspect) ? List.of(suspect) : List.of();
            }
        });
        MigrationReport report = many.migrate(MigrationRequest.tenants().withParallelism(1), listener(finished));

        assertThat(together).contains(suspect).doesNotHaveDuplicates().hasSizeGreaterThan(50);
        assertThat(checked).contains(suspect).hasSizeLessThan(60);
        assertThat(report.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.target().schema()).isEqualTo(suspect);
            assertThat(failed.failure().message()).contains("all can see");
        });
        assertThat(report.migrated()).hasSize(119);
        assertThat(finished).containsExactlyInAnyOrder(tenants);
    }

    @Test
    void looksAtThoseThatAreThroughBeforeItWaitsForOthers() {
        migrator.busy("globex", 3);
        List<String> finished = new ArrayList<>();
        migrator.before("globex", () -> assertThat(finished).contains("acme", "initech"));
        MigrationReport report = migrator("acme", "globex", "initech")
                .migrate(MigrationRequest.tenants().withParallelism(1), listener(finished));
        assertThat(report.failed()).isEmpty();
        assertThat(report.migrated()).hasSize(3);
    }

    @Test
    void looksAtEachAtOnceWhenNoneIsToFollowOneThatFails() {
        migrator.alike();
        TenantMigrator many = new TenantMigrator(
                new FixedTenants("acme", "globex", "initech", "umbrella"), PUBLIC, migrator, tenant -> {
                    if (tenant.equals(SchemaName.of("globex"))) {
                        throw new IllegalStateException("it has a name that all can see");
                    }
                });
        MigrationReport report =
                many.migrate(MigrationRequest.tenants().withParallelism(1).withFailFast(true));
        assertThat(report.notTried()).hasSize(2);
    }

    @Test
    void listsWhatIsPendingInAllThatAreAlikeInADryRun() {
        migrator.alike();
        MigrationReport report =
                migrator("acme", "globex").migrate(MigrationRequest.tenants().withDryRun(true));
        assertThat(report.pending())
                .extracting(
                        pending -> pending.target() + " " + pending.migrations().size())
                .containsExactly("acme 1", "globex 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "acme"})
    void waitsForNoOtherProcessAnyMoreOnceItIsStopped(String busy) throws Exception {
        migrator.busy(busy, Integer.MAX_VALUE);
        MigrationStop stop = new MigrationStop();
        CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(() ->
                migrator("acme").migrate(MigrationRequest.all().withParallelism(1), MigrationListener.none(), stop));
        Awaitility.await().until(() -> Collections.frequency(migrator.migrated, "busy " + busy) > 1);
        stop.request();
        MigrationReport report = run.get(20, TimeUnit.SECONDS);
        assertThat(report.notTried())
                .extracting(result -> result.target().toString())
                .contains(busy)
                .endsWith("acme");
        assertThat(report.failed()).isEmpty();
    }

    @Test
    void beginsNothingWhenItIsStoppedBefore() {
        MigrationStop stop = new MigrationStop();
        stop.interrupt();
        MigrationReport report =
                migrator("acme", "globex").migrate(MigrationRequest.all(), MigrationListener.none(), stop);
        assertThat(migrator.migrated).isEmpty();
        assertThat(report.notTried()).hasSize(3);
    }

    private static MigrationListener listener(List<String> finished) {
        return new MigrationListener() {

            @Override
            public void finished(SchemaMigrationResult result) {
                finished.add(result.target().toString());
            }
        };
    }

    /** Returns a migrator whose check suspects nobody. */
    private TenantMigrator unsuspecting(String... tenants) {
        return new TenantMigrator(new FixedTenants(tenants), PUBLIC, migrator, new SchemaCheck() {

            @Override
            public void check(SchemaName tenant) {
                checked.add(tenant);
            }

            @Override
            public List<SchemaName> suspects(Collection<SchemaName> schemas) {
                return List.of();
            }
        });
    }

    private TenantMigrator migrator(String... tenants) {
        return migrator(new FixedTenants(tenants));
    }

    private TenantMigrator migrator(FixedTenants tenants) {
        return new TenantMigrator(tenants, PUBLIC, migrator, checked::add);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
