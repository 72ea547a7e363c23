package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.provision.CopyOptions;
import io.tenantschemas.provision.DomainTakenException;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.schema.UncopyableSchemaException;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A tenant is made as a copy of another one. */
class CopyIT {

    private final Provisioned application = Provisioned.shared();

    private Client acme;

    private Client copy;

    private NewTenant to;

    @BeforeEach
    void saveATenantWithANote() {
        acme = Provisioned.client("acme");
        copy = Provisioned.client("copy");
        to = NewTenant.of(copy.getSchemaName(), copy.getPrimaryDomain());
        application.script().first(filled -> application.notes().add("of " + filled.schema()));
        application.clients().save(acme);
        application.events().clear();
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    private Tenant copy(boolean withData) {
        return application.provisioner().copy(acme.toTenant().schema(), to, withData);
    }

    private Map<String, Object> row(Client client) {
        return application
                .catalogue()
                .sql("SELECT name, paid_until, on_trial, created_on, status FROM client WHERE schema_name = ?")
                .param(client.getSchemaName())
                .query()
                .singleRow();
    }

    private List<String> history(Client client) {
        return application
                .catalogue()
                .sql("SELECT h::text FROM %s.flyway_schema_history h ORDER BY installed_rank"
                        .formatted(client.getSchemaName()))
                .query(String.class)
                .list();
    }

    @Test
    void hasRowsAndAttributesOfTheOriginal() {
        Tenant made = copy(true);
        assertThat(made.schema()).hasToString(copy.getSchemaName());
        assertThat(made.status()).isEqualTo(TenantStatus.ACTIVE);
        application.assertComplete(acme, copy);
        assertThat(application.notesOf(copy))
                .as("initializers are not called")
                .containsExactly("of " + acme.getSchemaName());
        assertThat(row(copy)).isEqualTo(row(acme));
        assertThat(history(copy)).isEqualTo(history(acme));
        assertThat(application.schemaOf(copy.getPrimaryDomain())).contains(copy.getSchemaName());
        assertThat(application.schemaOf(acme.getPrimaryDomain())).contains(acme.getSchemaName());
        assertThat(application.events().recorded())
                .containsExactly("created " + copy.getSchemaName(), "committed " + copy.getSchemaName());
    }

    @Test
    void livesByItself() {
        copy(true);
        application
                .tenants()
                .executeWithoutResult(
                        copy.getSchemaName(), () -> application.notes().add("of the copy"));
        assertThat(application.notesOf(acme)).containsExactly("of " + acme.getSchemaName());
        application.provisioner().drop(acme.getSchemaName());
        assertThat(application.notesOf(copy)).containsExactly("of " + acme.getSchemaName(), "of the copy");
        assertThat(application
                        .bean(TenantMigrator.class)
                        .migrate(MigrationRequest.only(SchemaName.of(copy.getSchemaName())))
                        .upToDate())
                .hasSize(1);
    }

    @Test
    void hasNoRowsIfThatIsNotWanted() {
        to = to.with("name", "Copy Ltd").with("paid_until", "2030-01-01");
        copy(false);
        application.assertComplete(copy);
        assertThat(application.notesOf(copy)).isEmpty();
        assertThat(history(copy)).isEqualTo(history(acme));
        assertThat(row(copy)).containsEntry("name", "Copy Ltd").containsEntry("on_trial", true);
    }

    @Test
    void isActiveWhateverTheOriginalIs() {
        application.provisioner().suspend(acme.getSchemaName());
        assertThat(copy(true).status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(row(acme)).containsEntry("status", "SUSPENDED");
        application.events().clear();
        setStatus("DELETING");
        to = NewTenant.of("never", "never.example.com");
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> copy(true))
                .withMessageContaining("its status is DELETING");
    }

    private void setStatus(String status) {
        application
                .catalogue()
                .sql("UPDATE client SET status = ? WHERE schema_name = ?")
                .params(status, acme.getSchemaName())
                .update();
    }

    @Test
    void leavesNothingWhereSomethingCannotBeCopied() {
        application
                .catalogue()
                .sql(
                        "CREATE FUNCTION %1$s.count_notes() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM %1$s.note); END'"
                                .formatted(acme.getSchemaName()))
                .update();
        assertThatExceptionOfType(UncopyableSchemaException.class)
                .isThrownBy(() -> copy(true))
                .withMessageContaining("count_notes");
        application.assertNothingOf(copy);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void hasWhatMentionsTheOriginalIfSomebodyKnowsThatItIsHarmless() {
        application
                .catalogue()
                .sql(
                        "CREATE FUNCTION %1$s.greeting() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN ''Hello %1$s''; END'"
                                .formatted(acme.getSchemaName()))
                .update();
        CopyOptions options = CopyOptions.withoutRows().allowingMentions();
        application.provisioner().copy(acme.toTenant().schema(), to, options);
        assertThat(application
                        .catalogue()
                        .sql("SELECT %s.greeting()".formatted(copy.getSchemaName()))
                        .query(String.class)
                        .single())
                .isEqualTo("Hello " + acme.getSchemaName());
        assertThat(application.notesOf(copy)).isEmpty();
    }

    @Test
    void waitsForNoMigration() throws SQLException {
        try (Connection migrating = application.database().dataSource().getConnection();
                Statement statement = migrating.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%d)"
                    .formatted(0x466C79776179L
                            + "\"%s\".\"flyway_schema_history\""
                                    .formatted(acme.getSchemaName())
                                    .hashCode()));
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> copy(false))
                    .withMessageContaining("is being migrated");
        }
        application.assertNothingOf(copy);
    }

    @Test
    void holdsUpNobodyWhoRefersToTheRow() {
        application.transaction().executeWithoutResult(status -> {
            copy(true);
            referToTheRow();
        });
        application.assertComplete(acme, copy);
    }

    private void referToTheRow() {
        try (Connection other = application.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            // Otherwise it would wait for this very thread.
            statement.execute("SET lock_timeout = '2s'");
            statement.execute("INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (%d, 'www.%s', false)"
                    .formatted(acme.toTenant().id(), acme.getPrimaryDomain()));
        } catch (SQLException heldUp) {
            throw new IllegalStateException(heldUp);
        }
    }

    @Test
    void seesWhatOthersCommit() {
        TransactionTemplate transaction = application.transaction();
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> transaction.execute(status -> copy(true)))
                .withMessageContaining("repeatable read");
        application.assertNothingOf(copy);
    }

    @Test
    void takesNothingFromOthers() {
        Client globex = Provisioned.client("globex");
        application.clients().save(globex);
        to = NewTenant.of(globex.getSchemaName(), copy.getPrimaryDomain());
        assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> copy(true));
        to = NewTenant.of(copy.getSchemaName(), globex.getPrimaryDomain());
        assertThatExceptionOfType(DomainTakenException.class).isThrownBy(() -> copy(true));
        to = NewTenant.of(copy.getSchemaName(), copy.getPrimaryDomain()).with("colour", "red");
        assertThatExceptionOfType(InvalidTenantException.class).isThrownBy(() -> copy(true));
        to = NewTenant.of(copy.getSchemaName(), copy.getPrimaryDomain());
        application.catalogue().sql("CREATE SCHEMA " + copy.getSchemaName()).update();
        assertThatExceptionOfType(SchemaExistsException.class).isThrownBy(() -> copy(true));
        application.catalogue().sql("DROP SCHEMA " + copy.getSchemaName()).update();
        application.assertNothingOf(copy);
        application.assertComplete(acme, globex);
    }

    @Test
    void isRefusedForWhatIsEverybodysOrNobodys() {
        for (String everybodys : List.of("public", "extensions")) {
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> application.provisioner().copy(everybodys, to, true));
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> application
                            .provisioner()
                            .copy(
                                    acme.getSchemaName(),
                                    new NewTenant(
                                            SchemaName.of(everybodys),
                                            List.of(HostName.of(copy.getPrimaryDomain())),
                                            Map.of()),
                                    true));
        }
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> application.provisioner().copy("nobody", to, true));
        application.assertNothingOf(copy);
    }

    @Test
    void isUndoneWithTheCallersTransaction() {
        application.transaction().executeWithoutResult(status -> {
            copy(true);
            status.setRollbackOnly();
        });
        application.assertNothingOf(copy);
        assertThat(application.events().recorded()).isEmpty();
    }
}
