package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.util.ReflectionTestUtils;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.inspect.Repair;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.RenameOptions;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantReferencedException;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.routing.RetiredTenants;
import io.tenantschemas.schema.SchemaMentionedException;
import io.tenantschemas.schema.SchemaNeededException;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Tenants are dropped, renamed, suspended and resumed in code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantProvisionerIT {

    private Provisioned application;

    private Client acme;

    private String name;

    private String other;

    private ExecutorService threads;

    Provisioned startApplication() {
        return Provisioned.start(
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.datasource.hikari.connection-timeout=20000",
                "tenant-schemas.routing.large-objects=allow");
    }

    @BeforeAll
    void start() {
        application = startApplication();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void nameAClient() {
        acme = client("acme");
        name = acme.getSchemaName();
        other = "renamed_" + name;
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterEach
    void nothingIsRemembered() {
        threads.shutdownNow();
        application.assertAsBefore();
    }

    private TenantProvisioner provisioner() {
        return application.provisioner();
    }

    private void save(Client client) {
        application.script().first(tenant -> application.notes().add("of " + tenant.schema()));
        application.clients().save(client);
        application.events().clear();
    }

    private TenantStatus statusOf(String schema) {
        return application
                .bean(TenantRegistry.class)
                .findBySchema(SchemaName.of(schema))
                .map(Tenant::status)
                .orElseThrow();
    }

    @Test
    void dropsRowDomainsAndSchema() {
        save(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).isPresent();
        assertThat(provisioner().drop(name)).isEqualTo(acme.toTenant());
        application.assertNothingOf(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).isEmpty();
        assertThat(application.events().recorded()).containsExactly("dropped " + name);
    }

    @Test
    void dropsNobodyWhoHasTheNameByNow() {
        save(acme);
        Tenant former = new Tenant(acme.toTenant().id() + 1000, SchemaName.of(name), TenantStatus.ACTIVE, List.of());
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> provisioner().drop(former));
        application.assertComplete(acme);
        assertThat(provisioner().drop(acme.toTenant())).isEqualTo(acme.toTenant());
        application.assertNothingOf(acme);
    }

    @Test
    void createsByName() {
        provisioner()
                .create(NewTenant.of(name, acme.getPrimaryDomain())
                        .with("name", "Acme Ltd")
                        .with("on_trial", true)
                        .with("created_on", "2026-11-30"));
        application.assertComplete(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(name);
        assertThat(application.events().recorded()).containsExactly("created " + name, "committed " + name);
    }

    @Test
    void copiesWithLargeObjectsWhereTheseAreAllowed() {
        save(acme);
        application
                .catalogue()
                .sql("ALTER TABLE %1$s.note ADD scan oid".formatted(name))
                .update();
        application
                .catalogue()
                .sql("UPDATE %1$s.note SET scan = lo_create(0)".formatted(name))
                .update();
        Client copy = client("copy");
        provisioner().copy(name, NewTenant.of(copy.getSchemaName(), copy.getPrimaryDomain()), true);
        application.assertComplete(acme, copy);
        assertThat(application.notesOf(copy)).containsExactly("of " + name);
        assertThat(application.schemaOf(copy.getPrimaryDomain())).contains(copy.getSchemaName());
    }

    @Test
    void isMendedByAnInspection() {
        save(acme);
        Client globex = client("globex");
        save(globex);
        application
                .catalogue()
                .sql("DROP SCHEMA %s CASCADE".formatted(globex.getSchemaName()))
                .update();
        application
                .catalogue()
                .sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s.note_pkey'::regclass"
                        .formatted(name))
                .update();
        SchemaInspection inspection = application.bean(SchemaInspection.class);
        assertThat(inspection.repair(
                        inspection.inspect(List.of(SchemaName.of(name), SchemaName.of(globex.getSchemaName())))))
                .hasSize(2)
                .allMatch(Repair.Done.class::isInstance);
        application.assertComplete(acme, globex);
        assertThat(application
                        .catalogue()
                        .sql("SELECT indisvalid FROM pg_index WHERE indexrelid = '%s.note_pkey'::regclass"
                                .formatted(name))
                        .query(Boolean.class)
                        .single())
                .isTrue();
        application.events().clear();
    }

    @Test
    void renamesToNoNameThatASchemaHasInOtherLetters() {
        save(acme);
        application
                .catalogue()
                .sql("CREATE SCHEMA \"%s\"".formatted(other.toUpperCase(Locale.ROOT)))
                .update();
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> provisioner().rename(name, other));
        application.assertComplete(acme);
    }

    @Test
    void renamesRowAndSchema() {
        save(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(name);
        Tenant renamed = provisioner().rename(name, other);
        assertThat(renamed)
                .isEqualTo(new Tenant(
                        acme.toTenant().id(),
                        SchemaName.of(other),
                        TenantStatus.ACTIVE,
                        acme.toTenant().domains()));
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(other);
        assertThat(application.hasSchema(name)).isFalse();
        assertThat(application.notesOf(client(other, "any.example.com"))).containsExactly("of " + name);
        assertThat(application.events().recorded())
                .containsExactly("renamed %s %s".formatted(name, other), "committed " + other);
        assertThat(application.bean(RetiredTenants.class).contains(acme.toTenant()))
                .isTrue();
    }

    @Test
    void renamesWhatWouldLeadToTheFormerNameOnlyIfSomebodyAllowsIt() {
        save(acme);
        application
                .catalogue()
                .sql("CREATE FUNCTION %1$s.forget() RETURNS void LANGUAGE sql AS 'DELETE FROM %1$s.note'"
                        .formatted(name))
                .update();
        assertThatExceptionOfType(SchemaMentionedException.class)
                .isThrownBy(() -> provisioner().rename(name, other))
                .withMessageContaining("function forget()");
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
        provisioner().rename(SchemaName.of(name), SchemaName.of(other), RenameOptions.allowingMentions());
        assertThat(application.notesOf(client(other, "any.example.com"))).containsExactly("of " + name);
    }

    @Test
    void hasNothingToMigrateAfterARename() {
        save(acme);
        provisioner().rename(name, other);
        assertThat(application
                        .catalogue()
                        .sql("SELECT h::text FROM %s.flyway_schema_history h".formatted(other))
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(row -> row.contains(name));
        assertThat(application
                        .bean(TenantMigrator.class)
                        .migrate(MigrationRequest.only(SchemaName.of(other)))
                        .isComplete())
                .isTrue();
        assertThat(application.notesOf(client(other, "any.example.com"))).containsExactly("of " + name);
    }

    @Test
    void reinstatesATenantThatIsRenamedBack() {
        save(acme);
        provisioner().rename(name, other);
        provisioner().rename(other, name);
        assertThat(application.bean(RetiredTenants.class).contains(acme.toTenant()))
                .isFalse();
        application.assertComplete(acme);
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(name);
    }

    @Test
    void suspendsAndResumes() {
        save(acme);
        assertThat(statusOf(name)).isEqualTo(TenantStatus.ACTIVE);
        assertThat(provisioner().suspend(name).status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(statusOf(name)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(provisioner().resume(name).status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(statusOf(name)).isEqualTo(TenantStatus.ACTIVE);
        assertThat(application.events().recorded())
                .containsExactly("ACTIVE SUSPENDED " + name, "SUSPENDED ACTIVE " + name);
    }

    @Test
    void putsIntoMaintenanceAndResumes() {
        save(acme);
        assertThat(provisioner().maintain(name).status()).isEqualTo(TenantStatus.MAINTENANCE);
        assertThat(statusOf(name)).isEqualTo(TenantStatus.MAINTENANCE);
        assertThat(provisioner().resume(name).status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(application.events().recorded())
                .containsExactly("ACTIVE MAINTENANCE " + name, "MAINTENANCE ACTIVE " + name);
    }

    @Test
    void tellsNobodyOfAStatusThatIsAsItWas() {
        save(acme);
        provisioner().resume(name);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void changesNoStatusOfATenantThatIsNotInUse() {
        save(acme);
        application
                .catalogue()
                .sql("UPDATE client SET status = 'DELETING' WHERE schema_name = ?")
                .param(name)
                .update();
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().suspend(name))
                .withMessageContaining("was not suspended: its status is DELETING");
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().maintain(name));
    }

    @Test
    void resumesATenantOfWhichNothingIsDroppedYet() {
        save(acme);
        application
                .catalogue()
                .sql("UPDATE client SET status = 'DELETING' WHERE schema_name = ?")
                .param(name)
                .update();
        assertThat(provisioner().resume(name).status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(application.events().recorded()).containsExactly("DELETING ACTIVE " + name);
        application.assertComplete(acme);
    }

    @Test
    void whoLoadedATenantBeforeItWasSuspendedDoesNotPutItIntoServiceAgain() {
        save(acme);
        provisioner().suspend(name);
        ReflectionTestUtils.setField(acme, "name", "Another name");
        application.clients().save(acme);
        assertThat(application.clients().findById(acme.toTenant().id()).orElseThrow())
                .extracting("name", "status")
                .containsExactly("Another name", TenantStatus.SUSPENDED);
        assertThat(statusOf(name)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(application.events().recorded()).containsExactly("ACTIVE SUSPENDED " + name);
    }

    @Test
    void refusesWhatIsEverybodys() {
        save(acme);
        for (String everybodys : List.of("public", "extensions")) {
            List<Consumer<TenantProvisioner>> ways = List.of(
                    each -> each.drop(everybodys),
                    each -> each.rename(everybodys, other),
                    each -> each.rename(name, everybodys),
                    each -> each.suspend(everybodys),
                    each -> each.resume(everybodys),
                    each -> each.maintain(everybodys),
                    each -> each.addDomain(everybodys, "any.example.com"),
                    each -> each.addPrimaryDomain(everybodys, "any.example.com"),
                    each -> each.removeDomain(everybodys, "any.example.com"),
                    each -> each.makePrimary(everybodys, "any.example.com"));
            ways.forEach(way -> assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> way.accept(provisioner())));
        }
        application.assertComplete(acme);
    }

    @Test
    void refusesNamesThatCannotBe() {
        save(acme);
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> provisioner().rename(name, "pg_acme"));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> provisioner().rename(name, name));
    }

    @Test
    void refusesFromWithinAnotherTenant() {
        save(acme);
        Client globex = client("globex");
        save(globex);
        application.tenants().executeWithoutResult(globex.getSchemaName(), () -> {
            List<Consumer<TenantProvisioner>> ways = List.of(
                    each -> each.drop(name),
                    each -> each.rename(name, other),
                    each -> each.suspend(name),
                    each -> each.resume(name),
                    each -> each.maintain(name),
                    each -> each.addDomain(name, "any.example.com"),
                    each -> each.addPrimaryDomain(name, "any.example.com"),
                    each -> each.removeDomain(name, "any.example.com"),
                    each -> each.makePrimary(name, "any.example.com"));
            ways.forEach(way -> assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> way.accept(provisioner()))
                    .withMessageContaining("tenant '%s'".formatted(globex.getSchemaName())));
        });
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void knowsNoTenantOfThatName() {
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> provisioner().drop("nobody"))
                .satisfies(unknown -> assertThat(unknown.schema()).hasToString("nobody"));
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> provisioner().rename("nobody", other));
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> provisioner().suspend("nobody"));
    }

    @Test
    void renamesToNoNameThatIsTaken() {
        save(acme);
        Client globex = client("globex");
        save(globex);
        application.catalogue().sql("CREATE SCHEMA " + other).update();
        for (String taken : List.of(globex.getSchemaName(), other)) {
            assertThatExceptionOfType(NameTakenException.class)
                    .isThrownBy(() -> provisioner().rename(name, taken))
                    .satisfies(refused -> assertThat(refused.name()).hasToString(taken));
        }
        application.assertComplete(acme, globex);
    }

    @Test
    void findsANameTakenThatSomebodyTookMeanwhile() throws Exception {
        save(acme);
        Future<?> renaming;
        try (Connection rival = rival()) {
            execute(rival, "CREATE SCHEMA " + other);
            renaming = threads.submit(() -> provisioner().rename(name, other));
            awaitWaiting();
            rival.commit();
        }
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                .isThrownBy(() -> renaming.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(NameTakenException.class);
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void doesNotDropATenantWhoseRowIsReferredTo() {
        save(acme);
        application
                .catalogue()
                .sql("CREATE TABLE invoice (client_id bigint REFERENCES client)")
                .update();
        try {
            application
                    .catalogue()
                    .sql("INSERT INTO invoice VALUES (?)")
                    .param(acme.toTenant().id())
                    .update();
            assertThatExceptionOfType(TenantReferencedException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("invoice");
            application
                    .catalogue()
                    .sql("ALTER TABLE invoice ALTER CONSTRAINT invoice_client_id_fkey DEFERRABLE INITIALLY DEFERRED")
                    .update();
            assertThatExceptionOfType(TenantReferencedException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("invoice");
        } finally {
            application.catalogue().sql("DROP TABLE invoice").update();
        }
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void doesNotDropATenantWithWhoseSchemaOthersWouldLoseSomething() {
        save(acme);
        Client globex = client("globex");
        save(globex);
        // As their migrations would, with IF NOT EXISTS: the first one has it, and all use it.
        application
                .catalogue()
                .sql("CREATE EXTENSION btree_gist SCHEMA " + name)
                .update();
        application
                .catalogue()
                .sql("ALTER TABLE %s.note ADD EXCLUDE USING gist (id %s.gist_int8_ops WITH =)"
                        .formatted(globex.getSchemaName(), name))
                .update();
        try {
            assertThatExceptionOfType(SchemaNeededException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("constraint note_id_excl on table %s.note".formatted(globex.getSchemaName()))
                    .withMessageContaining("ALTER EXTENSION btree_gist SET SCHEMA");
            application.assertComplete(acme, globex);
            assertThat(application.events().recorded()).isEmpty();
            application
                    .catalogue()
                    .sql("ALTER EXTENSION btree_gist SET SCHEMA public")
                    .update();
            provisioner().drop(name);
            application.assertNothingOf(acme);
            assertThat(application
                            .catalogue()
                            .sql("SELECT count(*) FROM pg_constraint WHERE conname = 'note_id_excl'")
                            .query(Integer.class)
                            .single())
                    .isOne();
        } finally {
            application.catalogue().sql("DROP EXTENSION btree_gist CASCADE").update();
        }
    }

    @Test
    void takesPartInTheCallersTransaction() {
        save(acme);
        application.transaction().executeWithoutResult(status -> {
            provisioner().rename(name, other);
            assertThat(application.hasSchema(name)).isTrue();
            assertThat(application.events().recorded()).isEmpty();
            status.setRollbackOnly();
        });
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
        assertThat(application.bean(RetiredTenants.class).contains(acme.toTenant()))
                .isFalse();

        application.transaction().executeWithoutResult(status -> {
            provisioner().rename(name, other);
            assertThat(application.events().recorded()).isEmpty();
        });
        assertThat(application.hasSchema(other)).isTrue();
        assertThat(application.events().recorded()).contains("renamed %s %s".formatted(name, other));
    }

    @Test
    void leavesTheCallersTransactionAsItWasWhenItFails() {
        save(acme);
        Client globex = client("globex");
        save(globex);
        application.transaction().executeWithoutResult(status -> {
            provisioner().suspend(name);
            String timeout = lockTimeout();
            assertThatExceptionOfType(NameTakenException.class)
                    .isThrownBy(() -> provisioner().rename(name, globex.getSchemaName()));
            assertThat(lockTimeout()).isEqualTo(timeout).isEqualTo("0");
        });
        assertThat(statusOf(name)).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(application.events().recorded()).containsExactly("ACTIVE SUSPENDED " + name);
    }

    private String lockTimeout() {
        return application.jdbc().sql("SHOW lock_timeout").query(String.class).single();
    }

    @Test
    void tellsNobodyOfWhatASavepointTookBack() {
        save(acme);
        application.transaction().executeWithoutResult(status -> {
            application.jdbc().sql("SAVEPOINT before").update();
            provisioner().rename(name, other);
            application.jdbc().sql("ROLLBACK TO SAVEPOINT before").update();
        });
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
        assertThat(application.bean(RetiredTenants.class).contains(acme.toTenant()))
                .isFalse();
    }

    @Test
    void renamesOnlyOnceWhoeverUsesTheTablesHasEnded() throws Exception {
        save(acme);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> work = threads.submit(() -> application
                .tenants()
                .executeWithoutResult(
                        name,
                        () -> application.transaction().executeWithoutResult(status -> {
                            application.notes().add("one");
                            begun.countDown();
                            await().until(() -> ended.getCount() == 0);
                            // In the same schema, not in the public one.
                            application
                                    .jdbc()
                                    .sql("INSERT INTO orders (text) VALUES ('two')")
                                    .update();
                        })));
        begun.await();
        Future<?> renaming = threads.submit(() -> provisioner().rename(name, other));
        awaitWaiting();
        ended.countDown();
        work.get(20, TimeUnit.SECONDS);
        renaming.get(20, TimeUnit.SECONDS);
        assertThat(application.notesOf(client(other, "any.example.com"))).containsExactly("of " + name, "one");
        assertThat(application
                        .catalogue()
                        .sql("SELECT count(*) FROM %s.orders".formatted(other))
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void givesUpOnATenantThatIsInUse() throws SQLException {
        save(acme);
        try (Connection rival = rival()) {
            execute(rival, "SELECT FROM %s.note".formatted(name));
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> provisioner().rename(name, other))
                    .withMessageContaining("was not renamed");
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> provisioner().drop(name))
                    .withMessageContaining("was not dropped");
        }
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void givesUpDeletingAnEntityWhoseRowSomebodyElseHas() throws SQLException {
        save(acme);
        try (Connection rival = rival()) {
            execute(rival, "SET LOCAL idle_in_transaction_session_timeout = '20s'");
            execute(rival, "SELECT FROM client WHERE schema_name = '%s' FOR UPDATE".formatted(name));
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> application.clients().delete(acme))
                    .withMessageContaining("was not deleted");
        }
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void renamesNoTenantThatHasNoSchemaYet() {
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> provisioner().rename(name, other))
                    .withMessageContaining("it has no schema");
        });
        application.assertComplete(acme);
    }

    private Connection rival() throws SQLException {
        Connection connection = application.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitWaiting() {
        await().until(() -> application
                        .catalogue()
                        .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock'")
                        .query(Integer.class)
                        .single()
                > 0);
    }
}
