package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.TenantNotBuiltException;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.provision.BackgroundDrops;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantReferencedException;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.provision.UnfinishedDropException;
import io.tenantschemas.provision.UnfinishedDrops;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.schema.SchemaNeededException;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Tenants are dropped whose schemas are too large for one transaction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DropInBatchesIT {

    private Provisioned application;

    private Client acme;

    private String name;

    @BeforeAll
    void start() {
        application = Provisioned.start(
                "spring.datasource.hikari.maximum-pool-size=4", "spring.datasource.hikari.connection-timeout=20000");
        application
                .catalogue()
                .sql("CREATE SCHEMA extensions CREATE VIEW motto AS SELECT 'of all' AS text")
                .update();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void saveAClient() {
        acme = client("acme");
        name = acme.getSchemaName();
        application.script().first(tenant -> application.notes().add("of " + tenant.schema()));
        application.clients().save(acme);
        application.events().clear();
    }

    @AfterEach
    void nothingIsRemembered() throws SQLException {
        LargeSchema.onDropNothing(application.database());
        if (application.hasSchema(name)) {
            provisioner().drop(name);
        }
        application.assertAsBefore();
    }

    private TenantProvisioner provisioner() {
        return application.provisioner();
    }

    private LargeSchema large() {
        return LargeSchema.ofBatches(name, application.database());
    }

    private void onDrop(String object, String action) throws SQLException {
        LargeSchema.onDrop(object, action, application.database());
    }

    private TenantStatus status() {
        return tenant().status();
    }

    private Tenant tenant() {
        return application
                .bean(TenantRegistry.class)
                .findBySchema(SchemaName.of(name))
                .orElseThrow();
    }

    /** Drops the tenant, but not all of it. */
    private void dropHalfOfIt() throws SQLException {
        onDrop(LargeSchema.ofSeveralBatches(name, application.database()).inTheMiddle(), "RAISE 'enough'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name))
                .withMessageContaining("Tenant '%s' is not dropped to the end".formatted(name))
                .withMessageContaining("goes on where this ended")
                .withMessageContaining("enough")
                .matches(UnfinishedDropException::isBegun);
        assertThat(status()).isEqualTo(TenantStatus.DELETING);
    }

    @Test
    void isOutOfServiceFirstAndGoneInTheEnd() throws SQLException {
        LargeSchema large = large();
        int all = large.left();
        onDrop(
                "range_1",
                "CREATE TABLE public.seen AS SELECT status FROM public.client WHERE schema_name = '%s'"
                        .formatted(name));
        assertThat(provisioner().drop(name)).isEqualTo(acme.toTenant());
        application.assertNothingOf(acme);
        assertThat(all).isGreaterThan(100);
        assertThat(application.events().recorded()).containsExactly("ACTIVE DELETING " + name, "dropped " + name);
        assertThat(application
                        .catalogue()
                        .sql("SELECT status FROM public.seen")
                        .query(String.class)
                        .single())
                .as("what a batch saw")
                .isEqualTo("DELETING");
    }

    @Test
    void goesOnWhereItEnded() throws SQLException {
        LargeSchema large = LargeSchema.ofSeveralBatches(name, application.database());
        int all = large.left();
        onDrop(large.inTheMiddle(), "RAISE 'enough'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name));
        assertThat(large.left()).isPositive().isLessThan(all);
        LargeSchema.onDropNothing(application.database());
        assertThat(provisioner().drop(name).status()).isEqualTo(TenantStatus.DELETING);
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).containsExactly("ACTIVE DELETING " + name, "dropped " + name);
    }

    @Test
    void isNotBegunAndNotGoneOnWithWhileOthersNeedSomethingOfIt() throws SQLException {
        LargeSchema large = LargeSchema.ofSeveralBatches(name, application.database());
        String needed = "CREATE TABLE public.needs (range \"%s\".%s)".formatted(name, large.inTheMiddle());
        application.catalogue().sql(needed).update();
        try {
            assertThatExceptionOfType(SchemaNeededException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("column range of table needs");
            assertThat(status()).isEqualTo(TenantStatus.ACTIVE);
            application.assertComplete(acme);
            application.catalogue().sql("DROP TABLE public.needs").update();
            // Of the first batch.
            onDrop("range_1", needed);
            assertThatExceptionOfType(UnfinishedDropException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withCauseInstanceOf(SchemaNeededException.class);
            assertThat(application
                            .catalogue()
                            .sql("SELECT count(range) FROM public.needs")
                            .query(Integer.class)
                            .single())
                    .as("rows of what is still there")
                    .isZero();
        } finally {
            application.catalogue().sql("DROP TABLE IF EXISTS public.needs").update();
        }
        LargeSchema.onDropNothing(application.database());
        provisioner().drop(name);
        application.assertNothingOf(acme);
    }

    @Test
    void isNobodysTenantAnyMoreUntilItIsGone() throws SQLException {
        dropHalfOfIt();
        assertThatExceptionOfType(TenantNotBuiltException.class)
                .isThrownBy(() -> application.tenants().execute(name, () -> "read"));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().resume(name));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().rename(name, "renamed_" + name))
                .withMessageContaining("it is being dropped");
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().copy(name, NewTenant.of("copy_" + name, "copy.example.com"), true));
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> provisioner()
                        .create(NewTenant.of(name, "another.example.com").with("name", "Another")));
    }

    @Test
    void whoIsStillBoundMissesWhatIsGoneAndIsLedNowhereElse() throws SQLException {
        Tenant bound = tenant();
        application
                .catalogue()
                .sql("CREATE TABLE \"%1$s\".motto (text text); INSERT INTO \"%1$s\".motto VALUES ('our own')"
                        .formatted(name))
                .update();
        onDrop(LargeSchema.ofSeveralBatches(name, application.database()).inTheMiddle(), "RAISE 'enough'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name));
        assertThat(application
                        .catalogue()
                        .sql("SELECT to_regclass(?) IS NULL")
                        .param("\"" + name + "\".note")
                        .query(Boolean.class)
                        .single())
                .as("some of it is gone")
                .isTrue();
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> application
                        .tenants()
                        .execute(
                                bound,
                                () -> application
                                        .jdbc()
                                        .sql("SELECT text FROM note")
                                        .query(String.class)
                                        .list()))
                .withMessageContaining("note");
        assertThat(application
                        .tenants()
                        .<List<String>, RuntimeException>execute(
                                bound,
                                () -> application
                                        .jdbc()
                                        .sql("SELECT text FROM motto")
                                        .query(String.class)
                                        .list()))
                .as("what all have a table of the same name for")
                .containsExactly("our own");
    }

    @Test
    void triesAgainWhereOthersDoNotMakeWay() throws SQLException {
        large();
        // The server's answer to waiting for too long, at once.
        onDrop("note", "IF nextval('public.drops_seen') < 3 THEN RAISE 'busy' USING ERRCODE = '55P03'; END IF");
        provisioner().drop(name);
        application.assertNothingOf(acme);
    }

    @Test
    void givesUpWhereOthersNeverMakeWay() throws SQLException {
        large();
        onDrop("note", "PERFORM nextval('public.drops_seen'); RAISE 'busy' USING ERRCODE = '55P03'");
        long before = drops();
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name))
                .withCauseInstanceOf(TenantBusyException.class);
        assertThat(drops() - before).isEqualTo(3);
    }

    private long drops() {
        return application
                .catalogue()
                .sql("SELECT last_value FROM public.drops_seen")
                .query(Long.class)
                .single();
    }

    @Test
    void twoAtOnceShareTheWork() throws Exception {
        LargeSchema large = large();
        onDrop("range_1", "PERFORM pg_sleep(0.2)");
        CompletableFuture<Tenant> other = CompletableFuture.supplyAsync(() -> {
            await().atMost(30, TimeUnit.SECONDS).until(() -> status() == TenantStatus.DELETING);
            return provisioner().drop(name);
        });
        provisioner().drop(name);
        try {
            assertThat(other.get(30, TimeUnit.SECONDS).id())
                    .isEqualTo(acme.toTenant().id());
        } catch (ExecutionException gone) {
            // It came too late, and was told so.
            assertThat(gone).hasMessageContaining(name);
        }
        assertThat(large.left()).isZero();
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).containsOnlyOnce("dropped " + name);
    }

    @Test
    void losesNothingWhereItsRowIsReferredTo() {
        large();
        application
                .catalogue()
                .sql("CREATE TABLE invoice (client bigint REFERENCES client DEFERRABLE INITIALLY DEFERRED)")
                .update();
        try {
            application
                    .catalogue()
                    .sql("INSERT INTO invoice SELECT id FROM client WHERE schema_name = ?")
                    .param(name)
                    .update();
            assertThatExceptionOfType(TenantReferencedException.class)
                    .isThrownBy(() -> provisioner().drop(name));
            assertThat(status()).isEqualTo(TenantStatus.ACTIVE);
            assertThat(application.notesOf(acme)).containsExactly("of " + name);
        } finally {
            application.catalogue().sql("DROP TABLE invoice").update();
        }
    }

    @Test
    void isRefusedInATransactionOfTheCallersWhichCanGoOn() {
        LargeSchema.tooLarge(name, application.database());
        application.transaction().executeWithoutResult(status -> {
            assertThatExceptionOfType(SchemaTooLargeException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("TenantProvisioner.drop(...) drop a tenant in batches");
            provisioner().suspend(name);
        });
        assertThat(status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(application.notesOf(acme)).containsExactly("of " + name);
        application.events().clear();
        provisioner().drop(name);
        application.assertNothingOf(acme);
    }

    @Test
    void isOutOfServiceAgainIfSomebodySavesItMeanwhile() throws SQLException {
        onDrop(
                LargeSchema.ofSeveralBatches(name, application.database()).inTheMiddle(),
                "UPDATE public.client SET status = 'ACTIVE' WHERE schema_name = '%s'".formatted(name));
        for (String sql : List.of(
                "CREATE TABLE public.last_seen (status text)",
                "CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " INSERT INTO public.last_seen VALUES (OLD.status); RETURN OLD; END $$",
                "CREATE TRIGGER see BEFORE DELETE ON public.client FOR EACH ROW EXECUTE FUNCTION public.see()")) {
            application.catalogue().sql(sql).update();
        }
        provisioner().drop(name);
        application.catalogue().sql("DROP TRIGGER see ON public.client").update();
        assertThat(application
                        .catalogue()
                        .sql("SELECT status FROM public.last_seen")
                        .query(String.class)
                        .list())
                .containsExactly("DELETING");
    }

    /** Has the first batch fail, and all after it. */
    private void dropNothing() throws SQLException {
        large();
        onDrop("range_1", "RAISE 'not the first'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name))
                .matches(failure -> !failure.isBegun())
                .withMessageContaining("Tenant '%s' is not dropped. It is out of service (DELETING)".formatted(name))
                .withMessageContaining("resume-tenant");
        LargeSchema.onDropNothing(application.database());
        assertThat(status()).isEqualTo(TenantStatus.DELETING);
    }

    @Test
    void isWhatItWasIfItIsResumedBeforeAnythingIsLost() throws SQLException {
        dropNothing();
        assertThat(provisioner().finishDropping()).isEmpty();
        assertThat(provisioner().resume(name).status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(provisioner().finishDropping()).isEmpty();
        assertThat(application.notesOf(acme)).containsExactly("of " + name);
        // The schema stays where entities are deleted without auto-drop, as if nobody had ever begun to drop it.
        application.clients().deleteById(acme.toTenant().id());
        assertThat(application.hasSchema(name)).isTrue();
        application
                .catalogue()
                .sql(
                        "INSERT INTO client (schema_name, status, name, on_trial, created_on) VALUES (?, 'ACTIVE', 'Acme', false, now())")
                .param(name)
                .update();
    }

    @Test
    void stopsIfSomebodyResumesItBeforeTheFirstBatch() throws SQLException {
        large();
        application.events().onceStatusChanges(() -> provisioner().resume(name));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().drop(name))
                .withMessageContaining("somebody has changed its status meanwhile, and nothing of its data is gone");
        assertThat(status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(application.notesOf(acme)).containsExactly("of " + name);
    }

    @Test
    void goesOnWithoutItsRowIfThatIsDeletedPastItMeanwhile() throws SQLException {
        onDrop(
                LargeSchema.ofSeveralBatches(name, application.database()).inTheMiddle(),
                "DELETE FROM public.tenant_domain USING public.client WHERE tenant_id = id AND schema_name = '%1$s';"
                        .concat(" DELETE FROM public.client WHERE schema_name = '%1$s'")
                        .formatted(name));
        provisioner().drop(name);
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).containsExactly("ACTIVE DELETING " + name, "dropped " + name);
    }

    @Test
    void isNotAdoptedOnceSomeOfItIsGone() throws SQLException {
        dropHalfOfIt();
        application
                .catalogue()
                .sql("DELETE FROM tenant_domain USING client WHERE tenant_id = id AND schema_name = ?")
                .param(name)
                .update();
        application
                .catalogue()
                .sql("DELETE FROM client WHERE schema_name = ?")
                .param(name)
                .update();
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner()
                        .adopt(
                                NewTenant.of(name, "again.example.com")
                                        .with("name", "Again")
                                        .with("on_trial", false)
                                        .with("created_on", LocalDate.now(ZoneOffset.UTC)),
                                "1"))
                .withMessageContaining("what is left of a tenant that was being dropped");
        LargeSchema.onDropNothing(application.database());
        application
                .catalogue()
                .sql(
                        "INSERT INTO client (schema_name, status, name, on_trial, created_on) VALUES (?, 'DELETING', 'Acme', false, now())")
                .param(name)
                .update();
    }

    @Test
    void leavesNothingBehindWhereItsEntityIsDeletedMeanwhile() throws SQLException {
        onDrop(LargeSchema.ofSeveralBatches(name, application.database()).inTheMiddle(), "RAISE 'enough'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name));
        LargeSchema.onDropNothing(application.database());
        // Without auto-drop, a schema that is all there would stay.
        application.clients().deleteById(acme.toTenant().id());
        application.assertNothingOf(acme);
    }

    @Test
    void finishesAlsoWhatSomebodyHasPutBackIntoService() throws SQLException {
        dropHalfOfIt();
        LargeSchema.onDropNothing(application.database());
        for (String status : List.of("ACTIVE", "FAILED")) {
            application
                    .catalogue()
                    .sql("UPDATE client SET status = ? WHERE schema_name = ?")
                    .params(status, name)
                    .update();
            assertThat(provisioner().finishDropping())
                    .as(status)
                    .extracting(Tenant::schema)
                    .containsExactly(SchemaName.of(name));
            application.assertNothingOf(acme);
            saveAnotherThatIsHalfDropped();
        }
    }

    private void saveAnotherThatIsHalfDropped() throws SQLException {
        acme = client("acme");
        name = acme.getSchemaName();
        application.clients().save(acme);
        dropHalfOfIt();
        LargeSchema.onDropNothing(application.database());
    }

    @Test
    void goesOnInTheBackgroundByOneBatchAtATimeWhereNobodyElseIsAtIt() throws SQLException {
        LargeSchema large = LargeSchema.ofSeveralBatches(name, application.database());
        onDrop(large.inTheMiddle(), "RAISE 'enough'");
        assertThatExceptionOfType(UnfinishedDropException.class)
                .isThrownBy(() -> provisioner().drop(name));
        LargeSchema.onDropNothing(application.database());
        AtomicLong now = new AtomicLong();
        UnfinishedDrops drops = BackgroundDrops.of(provisioner(), now::get);
        MigrationStop stop = new MigrationStop();
        int before = large.left();
        assertThat(drops.runNext(stop)).as("seen for the first time").isFalse();
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        try (Connection other = application.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM client WHERE schema_name = '%s' FOR NO KEY UPDATE".formatted(name));
            assertThat(drops.runNext(stop)).as("somebody else is at it").isFalse();
        }
        assertThat(large.left()).isEqualTo(before);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(drops.runNext(stop)).as("more is left than a batch").isTrue();
        assertThat(large.left()).isPositive().isLessThan(before);
        while (drops.runNext(stop)) {
            assertThat(large.left()).isLessThan(before);
        }
        application.assertNothingOf(acme);
    }

    @Test
    void finishesWhatWasBegunAndNothingElse() throws SQLException {
        dropHalfOfIt();
        LargeSchema.onDropNothing(application.database());
        Client globex = client("globex");
        application.clients().save(globex);
        application
                .catalogue()
                .sql("UPDATE client SET status = 'DELETING' WHERE schema_name = ?")
                .param(globex.getSchemaName())
                .update();
        assertThat(provisioner().finishDropping()).extracting(Tenant::schema).containsExactly(SchemaName.of(name));
        application.assertNothingOf(acme);
        application.assertComplete(globex);
        provisioner().drop(globex.getSchemaName());
    }
}
