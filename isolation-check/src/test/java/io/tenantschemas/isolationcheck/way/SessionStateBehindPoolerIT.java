package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManager;

import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.isolationcheck.access.JdbcClients;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.isolationcheck.run.Failures;
import io.tenantschemas.isolationcheck.run.Poolers;
import io.tenantschemas.routing.SessionStateException;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is meant for the session, in whatever way it is said, where the session is somebody else's after the transaction. */
class SessionStateBehindPoolerIT {

    private static final List<String> MEANT_FOR_THE_SESSION = List.of(
            "SET search_path = globex",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            "SELECT set_config('search_path', 'globex', false)",
            "RESET ALL",
            "DISCARD ALL",
            "SET ROLE NONE",
            "CREATE TEMP TABLE entry (marker text)",
            "DECLARE left_behind CURSOR WITH HOLD FOR SELECT * FROM entry",
            "PREPARE left_behind AS SELECT * FROM entry",
            "SELECT pg_advisory_lock(1)",
            "LISTEN left_behind",
            "COMMIT");

    @BeforeAll
    static void requirePooler() {
        Poolers.require();
    }

    private static TwoTenants application() {
        return TwoTenants.shared(Reach.POOLER, IsolationApplication.class, "spring.datasource.hikari.auto-commit=true");
    }

    @BeforeEach
    void writeARowForEach() {
        application().clear();
        in(ACME, () -> way().insert(List.of(application().row(ACME, "a1"))));
        in(GLOBEX, () -> way().insert(List.of(application().row(GLOBEX, "g1"))));
    }

    static Stream<Arguments> refused() {
        return Stream.of(Caller.values())
                .flatMap(caller -> MEANT_FOR_THE_SESSION.stream().map(sql -> Arguments.of(caller, sql)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsMeantForTheSession(Caller caller, String sql) {
        assertThatThrownBy(() -> in(ACME, () -> caller.execute(application(), sql)))
                .satisfies(failure -> assertThat(Failures.has(failure, SessionStateException.class))
                        .isTrue());
        in(GLOBEX, () -> assertThat(way().findAll()).extracting(Row::marker).containsExactly("g1"));
        in(ACME, () -> assertThat(way().findAll()).extracting(Row::marker).containsExactly("a1"));
    }

    private static JdbcClients way() {
        return new JdbcClients(application().bean(JdbcClient.class));
    }

    private static void in(SchemaName tenant, Runnable work) {
        application()
                .template()
                .executeWithoutResult(
                        tenant, () -> application().transaction().executeWithoutResult(status -> work.run()));
    }

    /** Who hands SQL of the application's own to the database. */
    enum Caller {
        JDBC_TEMPLATE {
            @Override
            void execute(TwoTenants application, String sql) {
                application.bean(JdbcTemplate.class).execute(sql);
            }
        },

        JDBC_CLIENT {
            @Override
            void execute(TwoTenants application, String sql) {
                application.bean(JdbcClient.class).sql(sql).query().listOfRows();
            }
        },

        NATIVE_QUERY {
            @Override
            void execute(TwoTenants application, String sql) {
                application.bean(EntityManager.class).createNativeQuery(sql).executeUpdate();
            }
        },

        JOOQ {
            @Override
            void execute(TwoTenants application, String sql) {
                application.bean(DSLContext.class).execute(sql);
            }
        };

        abstract void execute(TwoTenants application, String sql);
    }
}
