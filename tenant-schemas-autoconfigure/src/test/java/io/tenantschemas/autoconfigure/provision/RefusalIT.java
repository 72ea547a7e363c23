package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.Locale;

import jakarta.persistence.EntityManagerFactory;

import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.tenant.InvalidSchemaNameException;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tenants that are not saved, and what the caller gets to know. */
class RefusalIT {

    private static Provisioned application;

    @BeforeAll
    static void start() {
        application = Provisioned.shared();
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    @Test
    void takesOverNoSchemaThatExists() {
        Client acme = client("acme");
        application.catalogue().sql("CREATE SCHEMA " + acme.getSchemaName()).update();
        application
                .catalogue()
                .sql("CREATE TABLE %s.note (id int, text text)".formatted(acme.getSchemaName()))
                .update();
        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining(acme.getSchemaName())
                .satisfies(refused -> assertThat(refused.schema()).hasToString(acme.getSchemaName()));
        assertThat(application.hasRow(acme)).isFalse();
        assertThat(application.notesOf(client(acme.getSchemaName(), "any.example.com")))
                .isEmpty();
    }

    @Test
    void refusesATakenName() {
        Client acme = application.clients().save(client("acme"));
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> application.clients().save(client(acme.getSchemaName(), "other.example.com")));
        application.assertComplete(acme);
    }

    @Test
    void refusesATakenDomain() {
        Client acme = application.clients().save(client("acme"));
        Client globex = client("globex");
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> application.clients().save(client(globex.getSchemaName(), acme.getPrimaryDomain())));
        application.assertNothingOf(globex);
        application.assertComplete(acme);
    }

    @Test
    void refusesANameInOtherLetters() {
        assertThatExceptionOfType(InvalidSchemaNameException.class)
                .isThrownBy(() -> client("Acme", "acme.example.com"))
                .withMessageContaining("'Acme'")
                .withMessageContaining("lower-case");
    }

    @Test
    void letsNobodyElseWriteATakenNameInOtherLetters() {
        Client acme = application.clients().save(client("acme"));
        String inCapitals = acme.getSchemaName().toUpperCase(Locale.ROOT);
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> insert(inCapitals, "other." + acme.getPrimaryDomain()));
        Client globex = client("globex");
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() ->
                        insert(globex.getSchemaName(), acme.getPrimaryDomain().toUpperCase(Locale.ROOT)));
        application.assertNothingOf(globex);
        application.assertComplete(acme);
    }

    private static void insert(String schema, String domain) {
        application
                .catalogue()
                .sql("WITH saved AS (INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                        + " VALUES (?, 'ACTIVE', 'of psql', true, current_date) RETURNING id)"
                        + " INSERT INTO tenant_domain SELECT id, ?, true FROM saved")
                .params(schema, domain)
                .update();
    }

    @Test
    void refusesANameAndADomainThatSomebodyElseHasWrittenInOtherLetters() {
        Client acme = application.clients().save(client("acme"));
        Client globex = client("globex");
        insert(
                globex.getSchemaName().toUpperCase(Locale.ROOT),
                globex.getPrimaryDomain().toUpperCase(Locale.ROOT));
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> application
                        .clients()
                        .save(client(globex.getSchemaName(), "other." + globex.getPrimaryDomain())))
                .withMessageContaining("lower(schema_name");
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> application
                        .clients()
                        .save(client("other_" + globex.getSchemaName(), globex.getPrimaryDomain())))
                .withMessageContaining("lower(domain");
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> application.provisioner().rename(acme.getSchemaName(), globex.getSchemaName()))
                .withMessageContaining(globex.getSchemaName());
        assertThat(application.hasSchema(globex)).isFalse();
        assertThat(application.hasSchema("other_" + globex.getSchemaName())).isFalse();
        assertThat(application.schemaOf(globex.getPrimaryDomain()))
                .as("malformed")
                .isEmpty();
        application.assertComplete(acme);
        application.catalogue().sql("DELETE FROM client WHERE name = 'of psql'").update();
    }

    @Test
    void refusesNamesInEverybodysSearchPath() {
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().save(client("extensions", "extensions.example.com")))
                .withMessageContaining("'extensions'");
        assertThat(application.hasDomain("extensions.example.com")).isFalse();
    }

    @Test
    void savesTheTenantOfThePublicSchemaAndDeletesItNever() {
        Client main = application.clients().save(client("public", "www.example.com"));
        assertThat(application.hasRow(main)).isTrue();
        assertThat(application.events().recorded()).contains("created public");

        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().delete(main))
                .withMessageContaining("'public'");
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().deleteAll(List.of(main)));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application
                        .bean(EntityManagerFactory.class)
                        .unwrap(SessionFactory.class)
                        .inStatelessTransaction(session -> session.delete(main)));
        assertThat(application.hasRow(main)).isTrue();
    }

    @Test
    void refusesToSaveAndToDeleteWithinAnotherTenant() {
        Client acme = application.clients().save(client("acme"));
        Client globex = client("globex");
        application.tenants().executeWithoutResult(acme.getSchemaName(), () -> {
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> application.clients().save(globex))
                    .withMessageContaining("Tenant '%s' was not saved".formatted(globex.getSchemaName()))
                    .withMessageContaining("tenant '%s'".formatted(acme.getSchemaName()));
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() ->
                            application.clients().deleteById(acme.toTenant().id()))
                    .withMessageContaining("was not deleted");
        });
        application.assertNothingOf(globex);
        application.assertComplete(acme);
    }

    @Test
    void refusesToSaveWithoutATransaction() {
        Client acme = client("acme");
        SessionFactory sessions = application.bean(EntityManagerFactory.class).unwrap(SessionFactory.class);
        try (org.hibernate.StatelessSession session = sessions.openStatelessSession()) {
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() -> session.insert(acme))
                    .withMessageContaining("no transaction is active");
        }
        application.assertNothingOf(acme);
    }

    @Test
    void refusesAnUpsert() {
        Client acme = client("acme");
        SessionFactory sessions = application.bean(EntityManagerFactory.class).unwrap(SessionFactory.class);
        assertThatThrownBy(() -> sessions.inStatelessTransaction(session -> session.upsert(acme)))
                .isNotNull();
        Client globex = application.clients().save(client("globex"));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> sessions.inStatelessTransaction(session -> session.upsert(globex)))
                .withMessageContaining("upsert");
        application.assertNothingOf(acme);
    }

    @Test
    void saysWhichStatementOfWhichMigrationFailed() {
        Client unlucky = client("unlucky", "unlucky.example.com");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> application.clients().save(unlucky))
                .withMessageContaining("unlucky")
                .withMessageContaining("V2__orders.sql, line 7")
                .withMessageContaining("division by zero")
                .satisfies(refused -> assertThat(refused.failure().statement()).startsWith("SELECT 1 /"));
        application.assertNothingOf(unlucky);
    }

    @Test
    void leavesNothingOfAnExceptionAfterTheSave() {
        Client acme = client("acme");
        IllegalStateException cause = new IllegalStateException("changed my mind");
        assertThatThrownBy(() -> application.transaction().executeWithoutResult(status -> {
                    application.clients().saveAndFlush(acme);
                    throw cause;
                }))
                .isSameAs(cause);
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void leavesNothingOfAnExceptionAtCommit() {
        Client acme = client("acme");
        assertThatThrownBy(() -> application.transaction().executeWithoutResult(status -> {
                    application.clients().save(acme);
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                            assertThat(application.hasRow(acme)).isFalse();
                            throw new IllegalStateException("at commit");
                        }
                    });
                }))
                .hasMessage("at commit");
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void doesNotTakeARollbackForACommit() {
        Client acme = client("acme");
        assertThatThrownBy(() -> application.transaction().executeWithoutResult(status -> {
                    application.clients().save(acme);
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void beforeCompletion() {
                            // Swallowed, but PostgreSQL will roll back whatever the driver is told.
                            assertThatThrownBy(() -> application
                                            .jdbc()
                                            .sql("SELECT 1 / 0")
                                            .query()
                                            .singleValue())
                                    .isNotNull();
                        }
                    });
                }))
                .isNotNull();
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void cannotBeSurvivedByTheTransaction() {
        Client acme = client("acme");
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        SessionFactory sessions = application.bean(EntityManagerFactory.class).unwrap(SessionFactory.class);
        try (Session session = sessions.openSession()) {
            session.beginTransaction();
            session.persist(acme);
            assertThatThrownBy(() -> session.getTransaction().commit()).hasRootCauseMessage("no seeds");
            assertThat(session.getTransaction().isActive()).isFalse();
        }
        application.assertNothingOf(acme);
    }
}
