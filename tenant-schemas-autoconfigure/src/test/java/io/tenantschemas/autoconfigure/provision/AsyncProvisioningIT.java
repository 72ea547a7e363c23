package io.tenantschemas.autoconfigure.provision;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantNotBuiltException;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningProgress.Progress;
import io.tenantschemas.provision.ProvisioningTask;
import io.tenantschemas.provision.ProvisioningWorkers;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Two nodes with a pool of one connection each, either of which may make what is saved in the first. */
@Timeout(60)
class AsyncProvisioningIT {

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate PSQL = new JdbcTemplate(DATABASE.dataSource());

    private static Provisioned here;

    private static Provisioned there;

    /** Looks at what is left in a worker's thread and on its connection, after each time that something was done. */
    static final class Remains implements ProvisioningTask {

        final List<String> found = new CopyOnWriteArrayList<>();

        private final JdbcClient jdbc;

        Remains(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public boolean runNext(MigrationStop stop) {
            if (TenantContext.isBound()) {
                found.add("bound to " + TenantContext.currentSchema());
            }
            if (TransactionSynchronizationManager.isActualTransactionActive()
                    || TransactionSynchronizationManager.isSynchronizationActive()
                    || !TransactionSynchronizationManager.getResourceMap().isEmpty()) {
                found.add("a transaction");
            }
            String path = jdbc.sql("SHOW search_path").query(String.class).single();
            if (!path.equals("public, extensions, pg_temp")) {
                found.add("the path " + path);
            }
            return false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ProvisioningApplication.class)
    static class WorkingApplication {

        @Bean
        @Order
        Remains remains(JdbcClient jdbc) {
            return new Remains(jdbc);
        }
    }

    @BeforeAll
    static void start() {
        here = node();
        there = node();
    }

    private static Provisioned node() {
        return Provisioned.start(
                DATABASE,
                WorkingApplication.class,
                "tenant-schemas.registry.listen=true",
                "tenant-schemas.resolution.cache.time-to-live=5h",
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/waiting/shared",
                "tenant-schemas.migrations.tenant.locations="
                        + "classpath:db/tenant,classpath:db/provisioning/tenant,classpath:db/waiting/tenant",
                "tenant-schemas.provisioning.mode=async",
                "tenant-schemas.provisioning.async.poll-interval=100ms",
                "tenant-schemas.provisioning.async.initial-delay=400ms",
                "tenant-schemas.provisioning.async.max-delay=400ms",
                "tenant-schemas.provisioning.async.max-attempts=2");
    }

    @AfterAll
    static void stop() {
        there.stop();
        here.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        Stream.of(here, there).forEach(node -> {
            assertThat(node.bean(Remains.class).found).isEmpty();
            node.script().clear();
            node.events().clear();
        });
        assertThat(TenantContext.isBound()).isFalse();
    }

    /** Has the initializers of both nodes do that. */
    private static void first(TenantInitializer part) {
        here.script().first(part);
        there.script().first(part);
    }

    private static Client client(String name) {
        return Provisioned.client(name);
    }

    private static String statusOf(Client client) {
        return Objects.requireNonNull(PSQL.queryForObject(
                "SELECT status FROM client WHERE schema_name = ?", String.class, client.getSchemaName()));
    }

    private static void awaitStatus(Client client, TenantStatus status) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(statusOf(client)).isEqualTo(status.name()));
    }

    private static int notes() {
        return Objects.requireNonNull(PSQL.queryForObject("SELECT count(*) FROM tenant_provisioning", Integer.class));
    }

    private static List<String> eventsOfBoth() {
        return Stream.of(here, there)
                .flatMap(node -> node.events().recorded().stream())
                .toList();
    }

    private static Progress progressOf(Client client) {
        return Objects.requireNonNull(
                here.bean(ProvisioningProgress.class).all().get(client.getId()));
    }

    /** Keeps every tenant from being made until it is closed. */
    private static final class Gate implements AutoCloseable {

        private final CountDownLatch reached = new CountDownLatch(1);

        private final CountDownLatch open = new CountDownLatch(1);

        private volatile Provisioned idle = there;

        Gate() {
            here.script().first(tenant -> await(there));
            there.script().first(tenant -> await(here));
        }

        private void await(Provisioned other) throws InterruptedException {
            idle = other;
            reached.countDown();
            assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
        }

        /** Waits until one node makes a tenant, and returns the other one: its connection is free. */
        Provisioned awaitIdleNode() throws InterruptedException {
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
            return idle;
        }

        @Override
        public void close() {
            open.countDown();
        }
    }

    @Test
    void savingCommitsAtOnceAndTheSchemaFollows() throws Exception {
        Client acme = client("acme");
        String schema = acme.getSchemaName();
        try (Gate gate = new Gate()) {
            here.clients().save(acme);
            assertThat(acme.getStatus()).isEqualTo(TenantStatus.PROVISIONING);
            Provisioned idle = gate.awaitIdleNode();
            assertThat(statusOf(acme)).isEqualTo("PROVISIONING");
            assertThat(here.hasSchema(acme)).isFalse();
            assertThat(eventsOfBoth()).isEmpty();
            assertThatExceptionOfType(TenantNotBuiltException.class)
                    .isThrownBy(() -> idle.tenants().executeWithoutResult(schema, () -> {}));
        }
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertThat(here.notesOf(acme)).containsExactly("hello");
        here.assertComplete(acme);
        await().untilAsserted(() ->
                assertThat(eventsOfBoth()).containsExactlyInAnyOrder("created " + schema, "committed " + schema));
        assertThat(notes()).isZero();
        Stream.of(here, there)
                .forEach(node -> await().untilAsserted(
                                () -> assertThat(node.bean(TenantRegistry.class).findBySchema(SchemaName.of(schema)))
                                        .map(Tenant::status)
                                        .contains(TenantStatus.ACTIVE)));
    }

    @Test
    void initializersRunOnceHoweverManyNodesThereAre() {
        List<String> seeded = new CopyOnWriteArrayList<>();
        first(tenant -> seeded.add(tenant.schema().value()));
        List<Client> clients = Stream.generate(() -> client("many")).limit(6).toList();
        here.clients().saveAll(clients);
        clients.forEach(each -> awaitStatus(each, TenantStatus.ACTIVE));
        here.assertComplete(clients.toArray(Client[]::new));
        assertThat(seeded)
                .containsExactlyInAnyOrderElementsOf(
                        clients.stream().map(Client::getSchemaName).toList());
    }

    @Test
    void creatingWithoutAnEntityIsNoOtherThing() {
        Client acme = client("plain");
        Tenant created = here.provisioner()
                .create(NewTenant.of(acme.getSchemaName(), acme.getPrimaryDomain())
                        .with("name", "Acme")
                        .with("on_trial", true)
                        .with("created_on", acme.getCreatedOn()));
        assertThat(created.status()).isEqualTo(TenantStatus.PROVISIONING);
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
    }

    @Test
    void creatingByNamesOfAttributesIsNoOtherThing() {
        Client acme = client("named");
        Tenant created = here.bean(TenantCreator.class)
                .create(NewTenant.of(acme.getSchemaName(), acme.getPrimaryDomain())
                        .with("name", "Acme")
                        .with("createdOn", acme.getCreatedOn().toString()));
        assertThat(created.status()).isEqualTo(TenantStatus.PROVISIONING);
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
    }

    @Test
    void savingThroughAStatelessSessionIsNoOtherThing() {
        Client acme = client("stateless");
        here.bean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .inStatelessTransaction(session -> session.insert(acme));
        assertThat(acme.getStatus()).isEqualTo(TenantStatus.PROVISIONING);
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
    }

    @Test
    void aRollbackOfTheSignUpLeavesNothing() {
        Client acme = client("undone");
        here.transaction().executeWithoutResult(status -> {
            here.clients().saveAndFlush(acme);
            status.setRollbackOnly();
        });
        here.assertNothingOf(acme);
        assertThat(notes()).isZero();
        assertThat(eventsOfBoth()).isEmpty();
    }

    @Test
    void aTenantGetsTheStatusThatItWasSavedWith() {
        Client acme = client("unpaid");
        ReflectionTestUtils.setField(acme, "status", TenantStatus.SUSPENDED);
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.SUSPENDED);
        here.assertComplete(acme);
    }

    @Test
    void theNameOfASchemaIsRefusedAtTheSignUp() {
        Client acme = client("taken");
        PSQL.execute("CREATE SCHEMA " + acme.getSchemaName());
        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() -> here.clients().save(acme));
        assertThat(here.hasRow(acme)).isFalse();
        assertThat(notes()).isZero();
        PSQL.execute("DROP SCHEMA " + acme.getSchemaName());
    }

    @Test
    void failsAfterSomeAttemptsAndIsMadeOnceTheReasonIsMended() {
        Client acme = client("broken");
        String schema = acme.getSchemaName();
        PSQL.execute("ALTER TABLE greeting RENAME TO greeting_away");
        try {
            here.clients().save(acme);
            awaitStatus(acme, TenantStatus.FAILED);
        } finally {
            PSQL.execute("ALTER TABLE greeting_away RENAME TO greeting");
        }
        assertThat(here.hasSchema(acme)).isFalse();
        Progress progress = progressOf(acme);
        assertThat(progress.attempts()).isEqualTo(2);
        assertThat(progress.reason())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("V3__greeting.sql", "relation \"public.greeting\" does not exist"));
        await().untilAsserted(() -> assertThat(eventsOfBoth()).containsExactly("PROVISIONING FAILED " + schema));

        Tenant resumed = here.provisioner().resume(schema);
        assertThat(resumed.status()).isEqualTo(TenantStatus.PROVISIONING);
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
        assertThat(here.bean(ProvisioningProgress.class).all()).doesNotContainKey(acme.getId());
        await().untilAsserted(() -> assertThat(eventsOfBoth())
                .containsExactlyInAnyOrder(
                        "PROVISIONING FAILED " + schema,
                        "FAILED PROVISIONING " + schema,
                        "created " + schema,
                        "committed " + schema));
    }

    @Test
    void aFailureThatPassesIsNoneInTheEnd() {
        Client acme = client("shaky");
        List<String> tried = new CopyOnWriteArrayList<>();
        first(tenant -> {
            tried.add(tenant.schema().value());
            if (tried.size() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertThat(tried).hasSize(2);
        assertThat(notes()).isZero();
    }

    @Test
    void aBrokenConnectionDoesNotCount() {
        Client acme = client("unplugged");
        List<Integer> broken = new CopyOnWriteArrayList<>();
        Stream.of(here, there)
                .forEach(node -> node.script().first(tenant -> {
                    if (broken.size() < 3) {
                        breakConnection(node, broken);
                    }
                }));
        here.clients().save(acme);
        // More often than may be failed.
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertThat(broken).hasSize(3);
        here.assertComplete(acme);
    }

    @Test
    void connectionsThatBreakEachTimeAreTheTenantsFaultInTheEnd() {
        Client acme = client("breaker");
        Stream.of(here, there)
                .forEach(node -> node.script().first(tenant -> breakConnection(node, new CopyOnWriteArrayList<>())));
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).reason()).isPresent();
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void connectionsThatBrokeInOtherNodesCountUntilItIsResumed() {
        Client acme = client("unlucky");
        List<Integer> broken = new CopyOnWriteArrayList<>();
        Stream.of(here, there)
                .forEach(node -> node.script().first(tenant -> {
                    if (broken.size() < 2) {
                        breakConnection(node, broken);
                    }
                }));
        here.transaction().executeWithoutResult(status -> {
            insertRow(acme, TenantStatus.PROVISIONING);
            here.jdbc()
                    .sql(
                            "INSERT INTO tenant_provisioning (tenant_id, losses) SELECT id, 5 FROM client WHERE schema_name = ?")
                    .param(acme.getSchemaName())
                    .update();
        });
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(broken).hasSize(1);
        here.provisioner().resume(acme.getSchemaName());
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertThat(broken).hasSize(2);
        here.assertComplete(acme);
    }

    private static void breakConnection(Provisioned node, List<Integer> broken) {
        int session =
                node.jdbc().sql("SELECT pg_backend_pid()").query(Integer.class).single();
        broken.add(session);
        PSQL.queryForObject("SELECT pg_terminate_backend(?, 5000)", Boolean.class, session);
        node.jdbc().sql("SELECT 1").query(Integer.class).single();
    }

    @Test
    void aConnectionThatAnInitializerLacksElsewhereIsTheTenantsFault() {
        Client acme = client("elsewhere");
        first(tenant -> {
            throw new IllegalStateException(
                    "no mail box", new SQLTransientConnectionException("connection refused", "08001"));
        });
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).attempts()).isEqualTo(2);
        assertThat(progressOf(acme).reason()).contains("no mail box");
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void anErrorIsNotedAndLeavesTheWorkersAlive() {
        Client acme = client("greedy");
        first(tenant -> {
            throw new OutOfMemoryError("no room for that");
        });
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).reason()).contains("no room for that");
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void aReasonThatNoTextCanHoldIsNotedAllTheSame() {
        Client acme = client("nul");
        first(tenant -> {
            throw new IllegalStateException("a\0b");
        });
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).reason()).contains("ab");
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void aRowThatCannotFailIsInNobodysWay() {
        PSQL.execute(
                "ALTER TABLE client ADD CONSTRAINT unfailing CHECK (status <> 'FAILED' OR schema_name NOT LIKE 'unfailing%')");
        assertIsInNobodysWay(client("unfailing"), "ALTER TABLE client DROP CONSTRAINT unfailing");
    }

    @Test
    void norIsOneThatIsRefusedAtTheCommitOnly() {
        PSQL.execute("CREATE FUNCTION unfailing() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$BEGIN RAISE 'nobody fails' USING ERRCODE = '23514'; END$$");
        PSQL.execute(
                "CREATE CONSTRAINT TRIGGER unfailing AFTER UPDATE ON client DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " WHEN (NEW.status = 'FAILED' AND NEW.schema_name LIKE 'unfailing%') EXECUTE FUNCTION unfailing()");
        assertIsInNobodysWay(client("unfailing"), "DROP FUNCTION unfailing CASCADE");
    }

    private static void assertIsInNobodysWay(Client acme, String remedy) {
        // Or it would be made there as long as the other one is looked at here.
        ProvisioningWorkers others = there.bean(ProvisioningWorkers.class);
        others.stop();
        try {
            insert(acme, TenantStatus.PROVISIONING, 2);
            Client next = client("next");
            insert(next, TenantStatus.PROVISIONING, 1);
            awaitStatus(next, TenantStatus.ACTIVE);
            assertThat(statusOf(acme)).isEqualTo("PROVISIONING");
        } finally {
            PSQL.execute(remedy);
            others.start();
        }
        awaitStatus(acme, TenantStatus.FAILED);
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void aRowThatIsLockedForAMomentIsWaitedFor() {
        Client acme = client("locked");
        List<CompletableFuture<Void>> lockers = new CopyOnWriteArrayList<>();
        first(tenant -> {
            // Gets the row as soon as the attempt is rolled back.
            lockers.add(CompletableFuture.runAsync(() -> PSQL.execute(
                    "BEGIN; SELECT FROM client WHERE schema_name = '%s' FOR UPDATE; SELECT pg_sleep(0.4); COMMIT"
                            .formatted(tenant.schema()))));
            await().until(() -> Boolean.TRUE.equals(PSQL.queryForObject(
                    "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'",
                    Boolean.class)));
            throw new IllegalStateException("not now");
        });
        here.clients().save(acme);
        awaitStatus(acme, TenantStatus.FAILED);
        lockers.forEach(CompletableFuture::join);
        assertThat(progressOf(acme).attempts()).isEqualTo(2);
        assertThat(progressOf(acme).reason()).contains("not now");
        here.provisioner().drop(acme.getSchemaName());
    }

    @Test
    void aTenantAtWhichProcessesDieIsNotTriedForEver() {
        Client acme = client("deadly");
        insert(acme, TenantStatus.PROVISIONING, 2);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).reason()).contains("2 attempts were begun, and the process ended within the last");
        assertThat(here.hasSchema(acme)).isFalse();
        here.provisioner().drop(acme.getSchemaName());
        assertThat(notes()).isZero();
    }

    /** Inserts a tenant as somebody who was at it so many times would have left it. */
    private static void insert(Client client, TenantStatus status, int attempts) {
        here.transaction().executeWithoutResult(transaction -> {
            insertRow(client, status);
            if (attempts > 0) {
                here.jdbc()
                        .sql(
                                "INSERT INTO tenant_provisioning (tenant_id, attempts) SELECT id, ? FROM client WHERE schema_name = ?")
                        .params(attempts, client.getSchemaName())
                        .update();
            }
        });
        ReflectionTestUtils.setField(
                client,
                "id",
                PSQL.queryForObject("SELECT id FROM client WHERE schema_name = ?", Long.class, client.getSchemaName()));
    }

    private static void insertRow(Client client, TenantStatus status) {
        here.jdbc()
                .sql("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                        + " VALUES (?, ?, 'By hand', true, now())")
                .params(client.getSchemaName(), status.name())
                .update();
        here.jdbc()
                .sql("INSERT INTO tenant_domain SELECT id, ?, true FROM client WHERE schema_name = ?")
                .params(client.getPrimaryDomain(), client.getSchemaName())
                .update();
    }

    @Test
    void aRowThatWasInsertedByHandIsATenantThatWaits() {
        Client acme = client("byhand");
        insert(acme, TenantStatus.PROVISIONING, 0);
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
    }

    @Test
    void rowsThatCannotBeThoseOfTenantsAreInNobodysWay() {
        PSQL.update("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                + " SELECT name, 'PROVISIONING', 'By hand', true, now()"
                + " FROM unnest(ARRAY['No Name', 'pg_acme', 'extensions', 'public']) name");
        Client acme = client("behind");
        insert(acme, TenantStatus.PROVISIONING, 0);
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertThat(notes()).isZero();
        assertThat(PSQL.update("DELETE FROM client WHERE status = 'PROVISIONING'"))
                .isEqualTo(4);
    }

    @Test
    void aSchemaOfSomebodyElseIsNeitherAdoptedNorDropped() {
        Client acme = client("raced");
        PSQL.execute("CREATE SCHEMA " + acme.getSchemaName());
        PSQL.execute("CREATE TABLE %s.precious (id int)".formatted(acme.getSchemaName()));
        insert(acme, TenantStatus.PROVISIONING, 0);
        awaitStatus(acme, TenantStatus.FAILED);
        assertThat(progressOf(acme).attempts()).isOne();
        assertThat(progressOf(acme).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("a schema of that name exists already"));

        here.provisioner().drop(acme.getSchemaName());
        assertThat(here.hasRow(acme)).isFalse();
        assertThat(PSQL.queryForList("SELECT * FROM %s.precious".formatted(acme.getSchemaName())))
                .isEmpty();
        assertThat(notes()).isZero();
        assertThat(eventsOfBoth()).contains("deleted " + acme.getSchemaName());
        PSQL.execute("DROP SCHEMA %s CASCADE".formatted(acme.getSchemaName()));
    }

    @Test
    void deletingTheEntityOfATenantThatFailedLeavesASchemaOfSomebodyElse() {
        Client acme = client("givenup");
        PSQL.execute("CREATE SCHEMA " + acme.getSchemaName());
        insert(acme, TenantStatus.PROVISIONING, 0);
        awaitStatus(acme, TenantStatus.FAILED);
        here.clients().deleteById(Objects.requireNonNull(acme.getId()));
        assertThat(here.hasRow(acme)).isFalse();
        assertThat(here.hasSchema(acme)).isTrue();
        assertThat(notes()).isZero();
        PSQL.execute("DROP SCHEMA " + acme.getSchemaName());
    }

    @Test
    void aTenantThatWaitsIsDeletedAndNeverMade() {
        Client acme = client("regretted");
        first(tenant -> {
            throw new IllegalStateException("not yet");
        });
        here.transaction().executeWithoutResult(status -> {
            here.clients().save(acme);
            here.clients().delete(acme);
        });
        here.assertNothingOf(acme);
        assertThat(notes()).isZero();

        Client globex = client("regretted");
        insert(globex, TenantStatus.PROVISIONING, 1);
        here.provisioner().drop(globex.getSchemaName());
        here.assertNothingOf(globex);
        assertThat(notes()).isZero();
    }

    @Test
    void aTenantThatIsBeingMadeIsLeftAlone() throws Exception {
        Client acme = client("held");
        String schema = acme.getSchemaName();
        try (Gate gate = new Gate()) {
            here.clients().save(acme);
            Provisioned idle = gate.awaitIdleNode();
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> idle.provisioner().drop(schema));
        }
        awaitStatus(acme, TenantStatus.ACTIVE);
        here.assertComplete(acme);
    }

    @Test
    void aTenantThatFailedIsNeitherRenamedNorSuspended() {
        Client acme = client("stuck");
        PSQL.execute("CREATE SCHEMA " + acme.getSchemaName());
        insert(acme, TenantStatus.PROVISIONING, 0);
        awaitStatus(acme, TenantStatus.FAILED);
        String schema = acme.getSchemaName();
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> here.provisioner().rename(schema, "elsewhere"));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> here.provisioner().suspend(schema));
        assertThat(here.hasSchema(acme)).isTrue();
        here.provisioner().drop(schema);
        PSQL.execute("DROP SCHEMA " + schema);
    }

    @Test
    void whoHoldsATenantAsItWasSignedUpDoesNotTakeItOutOfServiceAgain() {
        Client acme = client("stale");
        here.clients().save(acme);
        assertThat(acme.getStatus()).isEqualTo(TenantStatus.PROVISIONING);
        awaitStatus(acme, TenantStatus.ACTIVE);

        ReflectionTestUtils.setField(acme, "name", "Another name");
        here.clients().save(acme);
        assertThat(statusOf(acme)).isEqualTo("ACTIVE");
    }

    @Test
    void whoLoadedATenantBeforeItWasMadeDoesNotTakeItOutOfServiceAgain() {
        Client acme = client("loaded");
        insert(acme, TenantStatus.FAILED, 0);
        here.transaction().executeWithoutResult(status -> {
            Client loaded = here.clients()
                    .findById(Objects.requireNonNull(acme.getId()))
                    .orElseThrow();
            PSQL.update("UPDATE client SET status = 'ACTIVE' WHERE id = ?", acme.getId());
            ReflectionTestUtils.setField(loaded, "name", "Another name");
        });
        assertThat(statusOf(acme)).isEqualTo("ACTIVE");
        PSQL.update("DELETE FROM client WHERE id = ?", acme.getId());
    }

    @Test
    void whatIsRememberedOfTenantsThatSomebodyDeletedByHandIsForgotten() {
        PSQL.update("INSERT INTO tenant_provisioning (tenant_id, attempts) VALUES (-1, 1)");
        await().untilAsserted(() -> assertThat(notes()).isZero());
    }

    @Test
    void theMainSiteIsSavedAsItIs() {
        Client main = Provisioned.client("public", "www.example.com");
        here.clients().save(main);
        assertThat(statusOf(main)).isEqualTo("ACTIVE");
        assertThat(notes()).isZero();
        assertThat(eventsOfBoth()).contains("created public");
        PSQL.update("DELETE FROM client WHERE id = ?", main.getId());
    }
}
