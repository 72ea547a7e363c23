package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.routing.TenantDataSources;
import io.tenantschemas.context.TenantNotBuiltException;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.ProvisioningLifecycle;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningProgress.Progress;
import io.tenantschemas.provision.ProvisioningTransaction;
import io.tenantschemas.provision.ProvisioningWorkers;
import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.provision.UnfinishedDropException;
import io.tenantschemas.provision.WaitingTenants;
import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Tenants one of whose migrations cannot run in a transaction, made with a pool of one connection. */
@Timeout(60)
class NonTransactionalProvisioningIT {

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static final JdbcTemplate PSQL = new JdbcTemplate(DATABASE.dataSource());

    private static Provisioned application;

    private final Client acme = Provisioned.client("acme");

    private final String schema = acme.getSchemaName();

    @BeforeAll
    static void start() {
        application = Provisioned.start(
                DATABASE,
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/waiting/shared",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/concurrently",
                "tenant-schemas.provisioning.mode=async",
                "tenant-schemas.provisioning.async.poll-interval=50ms",
                "tenant-schemas.provisioning.async.initial-delay=100ms",
                "tenant-schemas.provisioning.async.max-delay=100ms",
                "tenant-schemas.provisioning.async.max-attempts=2");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void leavesNothingBehind() {
        application.assertAsBefore();
    }

    private String status() {
        return Objects.requireNonNull(
                PSQL.queryForObject("SELECT status FROM client WHERE schema_name = ?", String.class, schema));
    }

    private void awaitStatus(TenantStatus status) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(status()).isEqualTo(status.name()));
    }

    private Progress progress() {
        return Objects.requireNonNull(
                application.bean(ProvisioningProgress.class).all().get(acme.getId()));
    }

    private void assertComplete() {
        assertThat(PSQL.queryForList(
                        "SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = ?::regclass",
                        Boolean.class,
                        schema + ".note_text"))
                .containsExactly(true);
        assertThat(PSQL.queryForList(
                        "SELECT version FROM %s.flyway_schema_history WHERE success AND version IS NOT NULL ORDER BY version"
                                .formatted(schema),
                        String.class))
                .containsExactly("1", "3");
        assertThat(PSQL.queryForObject("SELECT count(*) FROM tenant_provisioning", Integer.class))
                .isZero();
    }

    /** Has the tenant fail for good, so that only what migrations made is there. */
    private void fail() {
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        application.clients().save(acme);
        awaitStatus(TenantStatus.FAILED);
        application.script().clear();
    }

    @Test
    void makesTheSchemaAndFillsItOnce() {
        List<String> seeded = new CopyOnWriteArrayList<>();
        application.script().first(tenant -> {
            seeded.add(tenant.schema().value());
            application.notes().add("seed");
        });
        application.clients().save(acme);
        awaitStatus(TenantStatus.ACTIVE);
        assertComplete();
        assertThat(seeded).containsExactly(schema);
        assertThat(application.notesOf(acme)).containsExactly("seed");
        await().untilAsserted(() -> assertThat(application.events().recorded()).contains("created " + schema));
    }

    @Test
    void nobodyIsLedToWhatIsHalfMade() {
        fail();
        assertThat(application.hasSchema(acme)).isTrue();
        assertThat(progress().reason()).contains("no seeds");
        assertThatExceptionOfType(TenantNotBuiltException.class)
                .isThrownBy(() -> application.tenants().executeWithoutResult(schema, () -> {}));
        application.provisioner().drop(schema);
        application.assertNothingOf(acme);
    }

    @Test
    void beginsAnewWhenItIsResumed() {
        fail();
        // As an index that was being built when the process ended.
        PSQL.execute("DROP INDEX %s.note_text".formatted(schema));
        PSQL.execute("CREATE TABLE %s.left_over (id int)".formatted(schema));
        application.provisioner().resume(schema);
        awaitStatus(TenantStatus.ACTIVE);
        assertComplete();
        assertThat(PSQL.queryForObject("SELECT to_regclass(?)::text", String.class, schema + ".left_over"))
                .isNull();
    }

    /** Has clearing a large schema, which the tenant is left with, break off in the middle, and returns what is left of it. */
    private LargeSchema failHalfCleared(BiFunction<String, TestDatabase, LargeSchema> size) throws SQLException {
        fail();
        LargeSchema large = size.apply(schema, DATABASE);
        int all = large.left();
        // What is made last is dropped last: the history outlives what it tells of.
        PSQL.execute("CREATE TABLE %1$s.again (LIKE %1$s.flyway_schema_history INCLUDING ALL)".formatted(schema));
        PSQL.execute("INSERT INTO %1$s.again TABLE %1$s.flyway_schema_history".formatted(schema));
        PSQL.execute("DROP TABLE %s.flyway_schema_history".formatted(schema));
        PSQL.execute("ALTER TABLE %s.again RENAME TO flyway_schema_history".formatted(schema));
        LargeSchema.onDrop(large.inTheMiddle(), "RAISE 'enough'", DATABASE);
        application.provisioner().resume(schema);
        awaitStatus(TenantStatus.FAILED);
        LargeSchema.onDropNothing(DATABASE);
        assertThat(progress().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("enough"));
        assertThat(large.left()).isPositive().isLessThan(all);
        return large;
    }

    /** Returns the name of something that the next batch drops. */
    private String next() {
        return Objects.requireNonNull(PSQL.queryForObject(
                "SELECT typname FROM pg_type WHERE typnamespace = ?::regnamespace AND typtype = 'r' ORDER BY oid LIMIT 1",
                String.class,
                schema));
    }

    @Test
    void beginsAnewWhereWhatIsLeftIsTooLargeForOneTransaction() throws SQLException {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        LargeSchema large = failHalfCleared(LargeSchema::tooLarge);
        workers.stop();
        application.provisioner().resume(schema);
        // As in an application that makes no tenants in the background. The history says that there is nothing left to
        // do.
        SchemaName name = SchemaName.of(schema);
        assertThatExceptionOfType(NonTransactionalMigrationException.class)
                .as("what is half gone is never built upon")
                .isThrownBy(() -> repair(ProvisioningMode.NONE).makeSchema(name));
        assertThat(status()).isEqualTo("PROVISIONING");

        // Another process that takes the attempt for one that has ended, in the middle, and what is noted at the end.
        PSQL.execute("CREATE TABLE public.seen (is_begun boolean, is_kept boolean)");
        PSQL.execute("CREATE FUNCTION public.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE object_name = '" + next()
                + "') THEN UPDATE public.tenant_provisioning SET is_begun = false, next_attempt_at = '-infinity'; END IF;"
                + " IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE object_type = 'schema') THEN"
                + " INSERT INTO public.seen SELECT is_begun, next_attempt_at > '-infinity' FROM public.tenant_provisioning; END IF;"
                + " END $$");
        PSQL.execute("CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION public.watch()");
        try {
            workers.start();
            awaitStatus(TenantStatus.ACTIVE);
        } finally {
            PSQL.execute("DROP EVENT TRIGGER watch");
        }
        assertComplete();
        assertThat(large.left()).isZero();
        assertThat(PSQL.queryForList("SELECT is_begun AND is_kept FROM public.seen", Boolean.class))
                .containsExactly(true);
        PSQL.execute("DROP TABLE public.seen");
        PSQL.execute("DROP FUNCTION public.watch");
    }

    @Test
    void leavesWhatIsClearedToWhoeverBeganAnotherAttemptMeanwhile() throws SQLException {
        LargeSchema large = failHalfCleared(LargeSchema::ofSeveralBatches);
        int half = large.left();
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        try {
            application.provisioner().resume(schema);
            LargeSchema.onDrop(next(), "UPDATE public.tenant_provisioning SET attempts = attempts + 1", DATABASE);
            assertThat(application.bean(WaitingTenants.class).runNext(new MigrationStop()))
                    .isTrue();
            assertThat(large.left()).isPositive().isLessThan(half);
            assertThat(status()).isEqualTo("PROVISIONING");
            assertThat(progress().attempts()).isEqualTo(2);
            assertThat(progress().reason()).isEmpty();
            LargeSchema.onDropNothing(DATABASE);
            application.provisioner().drop(schema);
        } finally {
            LargeSchema.onDropNothing(DATABASE);
            workers.start();
        }
        application.assertNothingOf(acme);
    }

    private static TenantRepair repair(ProvisioningMode mode) {
        RoutingDataSource dataSource = application.bean(TenantDataSources.class).holdingTenants();
        SchemaProvisioner schemas = application.bean(SchemaProvisioner.class);
        TenantTable table = application.bean(TenantTable.class);
        TenantLifecycle lifecycle = new ProvisioningLifecycle(
                schemas, table, application.bean(TenantChangePublisher.class), event -> {}, false, mode);
        return new TenantRepair(
                new ProvisioningTransaction(dataSource, () -> null, lifecycle), schemas, table, lifecycle);
    }

    @Test
    void isDroppedInBatchesWhereItIsTooLargeForOneTransaction() throws SQLException {
        fail();
        LargeSchema large = LargeSchema.ofSeveralBatches(schema, DATABASE);
        int all = large.left();
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            JdbcTemplate another = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            another.queryForList("SELECT pg_advisory_lock(?, ?)", 0x74656e61, schema.hashCode());
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> application.provisioner().drop(schema))
                    .withMessageContaining("its schema is being made");
            another.queryForList("SELECT pg_advisory_unlock(?, ?)", 0x74656e61, schema.hashCode());
        }
        assertThat(status()).isEqualTo("FAILED");
        assertThat(large.left()).isEqualTo(all);

        LargeSchema.onDrop(large.inTheMiddle(), "RAISE 'enough'", DATABASE);
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> application.provisioner().drop(schema));
        assertThat(status()).isEqualTo("DELETING");
        assertThat(large.left()).isPositive().isLessThan(all);

        LargeSchema.onDropNothing(DATABASE);
        // Which forget whoever is gone, in their time.
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        try {
            application.provisioner().drop(schema);
            application.assertNothingOf(acme);
            assertThat(PSQL.queryForObject("SELECT count(*) FROM tenant_provisioning", Integer.class))
                    .isZero();
        } finally {
            workers.start();
        }
        assertThat(application.events().recorded())
                .containsSubsequence("FAILED DELETING " + schema, "dropped " + schema);
    }

    @Test
    void aSchemaThatSomebodyPutInItsPlaceIsNeitherAdoptedNorDropped() {
        fail();
        PSQL.execute("DROP SCHEMA %s CASCADE".formatted(schema));
        PSQL.execute("CREATE SCHEMA " + schema);
        PSQL.execute("CREATE TABLE %s.precious (id int)".formatted(schema));
        application.provisioner().resume(schema);
        awaitStatus(TenantStatus.FAILED);
        assertThat(progress().reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("a schema of that name exists already"));
        application.clients().deleteById(Objects.requireNonNull(acme.getId()));
        assertThat(PSQL.queryForList("SELECT * FROM %s.precious".formatted(schema)))
                .isEmpty();
    }

    @Test
    void whatWasBegunGoesWithTheEntity() {
        fail();
        application.clients().deleteById(Objects.requireNonNull(acme.getId()));
        application.assertNothingOf(acme);
    }

    @Test
    void leavesATenantToTheProcessThatIsAtIt() throws SQLException {
        fail();
        try (Connection connection = DATABASE.dataSource().getConnection()) {
            JdbcTemplate another = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            // What migrators lock a schema with.
            another.queryForList("SELECT pg_advisory_lock(?, ?)", 0x74656e61, schema.hashCode());
            application.provisioner().resume(schema);
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> application.provisioner().drop(schema));
            await().during(Duration.ofMillis(500)).until(() -> status().equals("PROVISIONING"));
            assertThat(progress().attempts()).isLessThan(2);
            another.queryForList("SELECT pg_advisory_unlock(?, ?)", 0x74656e61, schema.hashCode());
        }
        awaitStatus(TenantStatus.ACTIVE);
        assertComplete();
    }

    @Test
    void leavesTimeToWhoeverWasAtItLast() {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        try {
            application.clients().save(acme);
            PSQL.update("UPDATE tenant_provisioning SET attempts = 1, is_begun = true");
            MigrationStop stop = new MigrationStop();
            assertThat(application.bean(WaitingTenants.class).runNext(stop)).isTrue();
            assertThat(application.bean(WaitingTenants.class).runNext(stop)).isFalse();
            assertThat(status()).isEqualTo("PROVISIONING");
            assertThat(progress().attempts()).isOne();
        } finally {
            workers.start();
        }
        awaitStatus(TenantStatus.ACTIVE);
        assertComplete();
    }

    @Test
    void aTenantThatWaitsNoLongerIsNotMigrated() {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        // What somebody may do once its empty schema is committed.
        PSQL.execute("CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$BEGIN UPDATE public.client SET status = 'FAILED' WHERE id = NEW.tenant_id; RETURN NULL; END$$");
        PSQL.execute("CREATE TRIGGER meanwhile AFTER UPDATE OF schema_oid ON tenant_provisioning FOR EACH ROW"
                + " WHEN (NEW.schema_oid IS NOT NULL) EXECUTE FUNCTION meanwhile()");
        try {
            application.clients().save(acme);
            assertThat(application.bean(WaitingTenants.class).runNext(new MigrationStop()))
                    .isTrue();
            assertThat(application.hasSchema(acme)).isTrue();
            assertThat(PSQL.queryForObject("SELECT to_regclass(?)::text", String.class, schema + ".note"))
                    .isNull();
        } finally {
            PSQL.execute("DROP FUNCTION meanwhile CASCADE");
            workers.start();
        }
        assertThat(status()).isEqualTo("FAILED");
        application.provisioner().drop(schema);
        application.assertNothingOf(acme);
    }

    @Test
    void whetherItIsStillToBeMigratedIsAskedWhenNobodyElseCanMigrateIt() {
        fail();
        MigrationTarget target = MigrationTarget.tenant(SchemaName.of(schema));
        List<Boolean> free = new CopyOnWriteArrayList<>();
        assertThat(application.bean(SchemaMigrator.class).tryMigrate(target, new MigrationStop(), connection -> {
                    free.add(PSQL.queryForObject(
                            "SELECT pg_try_advisory_xact_lock(?, ?)", Boolean.class, 0x74656e61, schema.hashCode()));
                    return false;
                }))
                .isEmpty();
        assertThat(free).containsExactly(false);
        application.provisioner().drop(schema);
    }

    @Test
    void isRolledBackWhenItIsBrokenOff() {
        ProvisioningWorkers workers = application.bean(ProvisioningWorkers.class);
        workers.stop();
        try {
            MigrationStop stop = new MigrationStop();
            application.script().first(tenant -> {
                application.notes().add("lost");
                new Thread(stop::interrupt).start();
                Thread.sleep(30_000);
            });
            application.clients().save(acme);
            assertThat(application.bean(WaitingTenants.class).runNext(stop)).isTrue();
            assertThat(Thread.interrupted()).isFalse();
            assertThat(status()).isEqualTo("PROVISIONING");
            assertThat(progress().attempts()).isZero();
            assertThat(progress().reason()).isEmpty();
            application.script().clear();
        } finally {
            workers.start();
        }
        awaitStatus(TenantStatus.ACTIVE);
        assertComplete();
        assertThat(application.notesOf(acme)).isEmpty();
    }
}
