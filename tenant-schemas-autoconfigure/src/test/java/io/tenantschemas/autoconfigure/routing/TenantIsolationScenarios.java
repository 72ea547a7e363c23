package io.tenantschemas.autoconfigure.routing;

import java.sql.Savepoint;
import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two tenants take turns on a pool of one connection, in every way in which a Spring application reads and writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TenantIsolationScenarios {

    private final boolean autoCommit;

    private RunningApplication application;

    private TakingTurns turns;

    TenantIsolationScenarios(boolean autoCommit) {
        this.autoCommit = autoCommit;
    }

    RunningApplication startApplication() {
        return RunningApplication.startWithoutWeb(
                ClientApplication.class,
                "spring.datasource.hikari.maximum-pool-size=1",
                "spring.datasource.hikari.connection-timeout=3000",
                "spring.datasource.hikari.auto-commit=" + autoCommit);
    }

    final TakingTurns turns() {
        return turns;
    }

    @BeforeAll
    void start() {
        application = startApplication();
        turns = new TakingTurns(application.context());
        ClientRepository clients = application.bean(ClientRepository.class);
        clients.save(new Client("acme", "acme.example.com", "Acme"));
        clients.save(new Client("globex", "globex.example.com", "Globex"));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void startWithOneNoteEach() {
        for (String schema : List.of("acme", "globex")) {
            turns.in(
                    schema,
                    () -> turns.transaction()
                            .execute(status ->
                                    application.bean(JdbcTemplate.class).update("DELETE FROM note")));
            turns.write(schema, schema);
        }
    }

    @Test
    void eachReadsItsOwnRowsInEveryWay() {
        assertEachReadsItsOwn();
    }

    @Test
    void aRollbackBringsBackNobodysPath() {
        turns.in(
                "acme",
                () -> turns.transaction().execute(status -> {
                    application.bean(NoteRepository.class).saveAndFlush(new Note("never"));
                    status.setRollbackOnly();
                    return turns.byJdbcTemplate();
                }));

        assertEachReadsItsOwn();
    }

    @Test
    void aRollbackToASavepointBringsBackNobodysPath() {
        List<String> read = turns.in(
                "globex",
                () -> turns.transaction().execute(status -> {
                    application.bean(JdbcTemplate.class).execute((ConnectionCallback<Boolean>) connection -> {
                        Savepoint savepoint = connection.setSavepoint();
                        application.bean(JdbcTemplate.class).update("INSERT INTO note (text) VALUES ('never')");
                        connection.rollback(savepoint);
                        return true;
                    });
                    return turns.byJdbcTemplate();
                }));

        assertThat(read).containsExactly("globex");
        assertEachReadsItsOwn();
    }

    @Test
    void aFailedStatementLeavesTheOtherAlone() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> turns.in(
                        "acme",
                        () -> turns.transaction()
                                .execute(status ->
                                        application.bean(JdbcTemplate.class).update("DELETE FROM no_such_table"))));

        assertEachReadsItsOwn();
    }

    @Test
    void movingThePathByHandReachesNobodyElse() {
        turns.in(
                "acme",
                () -> turns.transaction().execute(status -> {
                    application.bean(JdbcTemplate.class).execute("SET search_path = globex");
                    return List.of();
                }));

        assertEachReadsItsOwn();
    }

    @Test
    void tablesMayDifferByOneMigration() {
        turns.in(
                "globex",
                () -> turns.transaction().execute(status -> {
                    application.bean(JdbcTemplate.class).execute("ALTER TABLE note ALTER COLUMN text TYPE text");
                    return List.of();
                }));

        // Often enough for the driver to prepare the statements on the server, and once more for each tenant.
        for (int turn = 0; turn < 5; turn++) {
            assertEachReadsItsOwn();
        }
        for (String schema : List.of("acme", "globex")) {
            List<String> texts = turns.in(schema, this::readOftenInOneTransaction);
            assertThat(texts).containsExactly(schema);
        }
    }

    private List<String> readOftenInOneTransaction() {
        return turns.transaction().execute(status -> {
            for (int i = 0; i < 8; i++) {
                turns.byRepository();
            }
            return turns.byRepository();
        });
    }

    private void assertEachReadsItsOwn() {
        for (int turn = 0; turn < 2; turn++) {
            for (String schema : List.of("acme", "globex")) {
                assertThat(turns.read(schema))
                        .allSatisfy(texts -> assertThat(texts).containsExactly(schema));
            }
        }
    }

    @Test
    void refusesToSwitchInsideATransaction() {
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> turns.in("acme", () -> turns.transaction().execute(status -> turns.read("globex"))))
                .withMessageContaining("'acme'")
                .withMessageContaining("'globex'")
                .withMessageContaining("NOT_SUPPORTED");
        assertEachReadsItsOwn();
    }

    @Test
    void refusesToSwitchWithinATransactionOfTheSharedTables() {
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> turns.transaction().execute(status -> turns.read("globex")));
    }

    @Test
    void refusesASessionThatOutlivedItsScope() {
        EntityManager outlived = turns.in(
                "acme", () -> application.bean(EntityManagerFactory.class).createEntityManager());
        try {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> turns.in("globex", () -> outlived.find(Note.class, 1L)))
                    .withMessageContaining("acme#")
                    .withMessageContaining("'globex'");
            assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(() -> outlived.find(Note.class, 1L));
        } finally {
            outlived.close();
        }
    }

    @Test
    void saysThatATenantIsNeededForATenantsEntity() {
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> application.bean(NoteRepository.class).findAll())
                .withStackTraceContaining("no tenant is bound")
                .withStackTraceContaining("TenantTemplate.execute");
    }

    @Test
    void readsSharedEntitiesFromThePublicSchemaWhoeverIsBound() {
        JdbcTemplate jdbc = application.bean(JdbcTemplate.class);
        turns.in(
                "acme",
                () -> turns.transaction().execute(status -> {
                    jdbc.execute("CREATE TABLE IF NOT EXISTS client AS SELECT * FROM public.client WITH NO DATA");
                    return List.of();
                }));

        assertThat(turns.in(
                        "acme", () -> application.bean(ClientRepository.class).count()))
                .isEqualTo(2);
    }

    @Test
    void worksForEveryTenantInTurn() {
        assertThat(application
                        .bean(TenantTemplate.class)
                        .forEachTenant(() -> assertThat(turns.byJdbcTemplate())
                                .containsExactly(TenantContext.currentSchema().value()))
                        .failures())
                .isEmpty();
    }

    @Test
    void unwrapsToThePool() throws Exception {
        assertThat(Stream.of(application
                        .context()
                        .getBeansOfType(javax.sql.DataSource.class)
                        .values()
                        .toArray()))
                .hasSize(1);
        assertThat(application
                        .bean(javax.sql.DataSource.class)
                        .unwrap(com.zaxxer.hikari.HikariDataSource.class)
                        .getMaximumPoolSize())
                .isEqualTo(1);
    }
}
