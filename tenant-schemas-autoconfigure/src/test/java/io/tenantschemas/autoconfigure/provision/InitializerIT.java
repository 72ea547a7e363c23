package io.tenantschemas.autoconfigure.provision;

import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.InitializerFailedException;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.routing.BorrowedTransactionException;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What initializers may do, on the only connection there is. */
class InitializerIT {

    private static Provisioned application;

    private final Client acme = client("acme");

    @BeforeAll
    static void start() {
        application = Provisioned.shared();
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    @Test
    void runInTheOrderOfTheBeans() {
        List<String> order = new ArrayList<>();
        application.script().second(tenant -> order.add("second"));
        application.script().first(tenant -> order.add("first"));
        application.clients().save(acme);
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void fillTheNewTenantsSchemaInEveryWay() {
        application.script().first(tenant -> {
            application.bean(NoteRepository.class).save(new Note("repository"));
            application.jdbc().sql("INSERT INTO note (text) VALUES ('jdbc')").update();
            application.notes().add("service");
        });
        application.script().second(tenant -> {
            application.notes().addInNewTransaction("new transaction");
            assertThat(application.bean(NoteRepository.class).count()).isEqualTo(4);
            application.bean(NoteRepository.class).save(new Note("last"));
        });
        application.clients().save(acme);
        assertThat(application.notesOf(acme))
                .containsExactly("repository", "jdbc", "service", "new transaction", "last");
    }

    @Test
    void haveTheNewTenantBound() {
        AtomicReference<Tenant> bound = new AtomicReference<>();
        application.script().first(tenant -> {
            assertThat(TenantContext.current()).contains(tenant);
            application.tenants().executeWithoutResult(acme.getSchemaName(), () -> bound.set(tenant));
        });
        application.transaction().executeWithoutResult(status -> {
            application.clients().save(acme);
            assertThat(TenantContext.isBound()).isFalse();
        });
        assertThat(bound.get()).isEqualTo(acme.toTenant());
    }

    @Test
    void fillEachOfSeveralTenants() {
        Client globex = client("globex");
        application.script().first(tenant -> application.notes().add("note of " + tenant.schema()));
        application.clients().saveAll(List.of(acme, globex));
        assertThat(application.notesOf(acme)).containsExactly("note of " + acme.getSchemaName());
        assertThat(application.notesOf(globex)).containsExactly("note of " + globex.getSchemaName());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void meetNothingThatTheTenantBeforeLeft(boolean inOneTransaction) {
        Client globex = client("globex");
        application.script().first(tenant -> {
            application
                    .jdbc()
                    .sql("CREATE TEMP TABLE IF NOT EXISTS staging AS SELECT '%s' AS text".formatted(tenant.schema()))
                    .update();
            application
                    .jdbc()
                    .sql("INSERT INTO note (text) SELECT text FROM staging")
                    .update();
        });
        if (inOneTransaction) {
            application.clients().saveAll(List.of(acme, globex));
        } else {
            application.clients().save(acme);
            application.clients().save(globex);
        }
        assertThat(application.notesOf(acme)).containsExactly(acme.getSchemaName());
        assertThat(application.notesOf(globex)).containsExactly(globex.getSchemaName());
    }

    @Test
    void leaveTemporaryTablesOfTheCallerAlone() {
        application
                .script()
                .first(tenant -> application
                        .jdbc()
                        .sql("CREATE TEMP TABLE staging (id int)")
                        .update());
        application.transaction().executeWithoutResult(status -> {
            application.jdbc().sql("CREATE TEMP TABLE mine (id int)").update();
            application.clients().saveAndFlush(acme);
            beforeCompletion(() -> {
                assertThat(application
                                .jdbc()
                                .sql("SELECT count(*) FROM mine")
                                .query(Integer.class)
                                .single())
                        .isZero();
            });
        });
        application.assertComplete(acme);
    }

    @Test
    void leaveNoSettingToWhoeverGetsTheConnection() {
        application
                .script()
                .first(tenant -> application
                        .jdbc()
                        .sql("SET session_replication_role = replica")
                        .update());
        application.clients().save(acme);
        assertThat(application
                        .jdbc()
                        .sql("SHOW session_replication_role")
                        .query(String.class)
                        .single())
                .isEqualTo("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "INSERT INTO note (text) VALUES ('x'); END", "ROLLBACK", "BEGIN"})
    void cannotEndTheTransactionThatMakesTheTenant(String sql) {
        application.script().first(tenant -> {
            application.notes().add("note");
            application.jdbc().sql(sql).update();
        });
        assertThatExceptionOfType(BorrowedTransactionException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining("'" + acme.getSchemaName() + "'");
        application.assertNothingOf(acme);
    }

    @Test
    void leaveTheSessionOfTheCallerAsItWas() {
        List<Object> seen = new ArrayList<>();
        application.script().first(tenant -> application.notes().add("note"));
        application.transaction().executeWithoutResult(status -> {
            application.clients().save(acme);
            // Provisioning is over then. Not asserted there, because Spring only logs what is thrown there.
            beforeCompletion(() -> {
                seen.add(application.clients().findById(acme.toTenant().id()).orElseThrow());
                seen.add(application
                        .jdbc()
                        .sql("SHOW search_path")
                        .query(String.class)
                        .single());
            });
        });
        assertThat(seen).containsExactly(acme, "public, extensions, pg_temp");
    }

    @Test
    void doNotMoveThePathForThoseThatFollow() {
        application
                .script()
                .first(tenant ->
                        application.jdbc().sql("SET search_path TO public").update());
        application.script().second(tenant -> application.notes().add("note"));
        application.clients().save(acme);
        assertThat(application.notesOf(acme)).containsExactly("note");
    }

    @Test
    void undoTheTenantByAnUncheckedException() {
        // Not an IllegalStateException, which a repository translates.
        UnsupportedOperationException cause = new UnsupportedOperationException("no seeds");
        undoneBy(tenant -> {
            application.notes().add("note");
            throw cause;
        });
        assertThatThrownBy(() -> application.clients().save(acme)).isSameAs(cause);
    }

    @Test
    void undoTheTenantByACheckedException() {
        IOException cause = new IOException("no seeds");
        undoneBy(tenant -> {
            throw cause;
        });
        assertThatExceptionOfType(InitializerFailedException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining(acme.getSchemaName())
                .withMessageContaining("no seeds")
                .withCause(cause);
    }

    @Test
    void undoTheTenantByARefusedStatement() {
        undoneBy(tenant ->
                application.jdbc().sql("INSERT INTO nowhere VALUES (1)").update());
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withStackTraceContaining("relation \"nowhere\" does not exist");
    }

    @Test
    void undoTheTenantByARefusedStatementThatTheySurvive() {
        undoneBy(tenant -> assertThatThrownBy(() ->
                        application.jdbc().sql("INSERT INTO nowhere VALUES (1)").update())
                .isNotNull());
        assertThatExceptionOfType(InitializerFailedException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining("refused a statement");
    }

    @Test
    void undoTheTenantByARollbackThatTheySurvive() {
        undoneBy(tenant ->
                assertThatThrownBy(() -> application.notes().fail("note")).isInstanceOf(IllegalStateException.class));
        assertThatExceptionOfType(InitializerFailedException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining("survived a rollback");
    }

    @Test
    void undoTheTenantByARollbackOfTheirOwnTransactionThatTheySurvive() {
        undoneBy(tenant -> assertThatThrownBy(() -> application.notes().failInNewTransaction("note"))
                .isInstanceOf(IllegalStateException.class));
        assertThatExceptionOfType(InitializerFailedException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining("survived a rollback");
    }

    private void undoneBy(TenantInitializer initializer) {
        application.script().first(initializer);
        application.script().second(tenant -> application.events().record("went on"));
    }

    @AfterEach
    void isThereOnlyIfNothingFailed() {
        assertThat(application.hasSchema(acme)).isEqualTo(application.hasRow(acme));
        assertThat(application.events().recorded()).doesNotContain("went on");
    }

    @Test
    void undoTheTenantAlsoWhereTheCallerSurvives() {
        application.script().first(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        assertThatThrownBy(() -> application
                        .transaction()
                        .executeWithoutResult(status -> application.clients().save(acme)))
                .isInstanceOf(IllegalStateException.class);
        application.assertNothingOf(acme);
        application.script().clear();
        application.clients().save(client(acme.getSchemaName(), acme.getPrimaryDomain()));
        application.assertComplete(acme);
    }

    @Test
    void mayNotSaveAnotherTenant() {
        application.script().first(tenant -> application.clients().save(client("globex")));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().save(acme))
                .withMessageContaining("tenant '%s'".formatted(acme.getSchemaName()));
        application.assertNothingOf(acme);
    }

    @Test
    void areNotHeardBeforeTheTenantIsSaved() {
        application.script().first(tenant -> {
            application.publish(new RecordedEvents.Seeded("notes"));
            application.events().record("initialized");
        });
        application.transaction().executeWithoutResult(status -> {
            application.clients().save(acme);
            beforeCompletion(() -> application.events().record("completing"));
        });
        assertThat(application.events().recorded())
                .containsSubsequence(
                        "initialized",
                        "completing",
                        "created " + acme.getSchemaName(),
                        "seeded notes in " + acme.getSchemaName());
    }

    @Test
    void areNeverHeardIfTheTenantIsNotSaved() {
        application.script().first(tenant -> {
            application.publish(new RecordedEvents.Seeded("notes"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    application.events().record("callback");
                }
            });
        });
        application.script().second(tenant -> {
            throw new IllegalStateException("no seeds");
        });
        assertThatThrownBy(() -> application.clients().save(acme)).hasMessage("no seeds");
        assertThat(application.events().recorded()).isEmpty();
    }

    private static void beforeCompletion(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
                work.run();
            }
        });
    }

    @Test
    void cannotKeepTheConnection() throws Exception {
        List<Connection> kept = new ArrayList<>();
        application.script().first(tenant -> {
            kept.add(application.bean(DataSource.class).getConnection());
            assertThat(kept.get(0).isValid(1)).isTrue();
        });
        application.clients().save(acme);
        assertThat(kept.get(0).isClosed()).isTrue();
        assertThatThrownBy(() -> kept.get(0).createStatement()).hasMessageContaining("bound to nothing");
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        acme.getSchemaName(),
                        () -> assertThatThrownBy(() -> kept.get(0).createStatement())
                                .hasMessageContaining("initializers"));
    }

    @Test
    void lendTheConnectionToNoOtherThread() {
        AtomicReference<Throwable> other = new AtomicReference<>();
        application.script().first(tenant -> {
            Thread thread = new Thread(() -> {
                try {
                    application.bean(DataSource.class).getConnection().close();
                } catch (Exception | Error refused) {
                    other.set(refused);
                }
            });
            thread.start();
            thread.join();
        });
        application.clients().save(acme);
        // There is only one, and it has it.
        assertThat(other.get()).hasMessageContaining("Connection is not available");
    }
}
