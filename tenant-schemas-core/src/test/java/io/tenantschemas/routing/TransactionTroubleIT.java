package io.tenantschemas.routing;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.run;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Transactions that end as they should not, on the only connection, and the tenant that comes next. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class TransactionTroubleIT {

    private static PoolOfOne tenants;

    TransactionTroubleIT(RoutingStrategy strategy) {}

    @BeforeParameterizedClassInvocation
    static void start(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX}) {
            tenants.jdbc().execute("CREATE TABLE " + tenant.schema().qualify("written") + " (text text)");
            tenants.jdbc()
                    .execute("CREATE TABLE " + tenant.schema().qualify("once")
                            + " (text text UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        }
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tenants.close();
    }

    private static void assertBothReadTheirOwn(RoutingDataSource dataSource) throws SQLException {
        for (int turn = 0; turn < 2; turn++) {
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendThatIsTerminatedInMidTransaction(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        assertBothReadTheirOwn(dataSource);

        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO written VALUES ('never')");
            }
            tenants.jdbc()
                    .queryForList(
                            "SELECT pg_terminate_backend(%s)".formatted(single(connection, "SELECT pg_backend_pid()")));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> single(connection, "SELECT name FROM owner"));
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.rollback(savepoint));
        } catch (SQLException closedAlready) {
            assertThat(closedAlready.getSQLState()).startsWith("08");
        }

        assertBothReadTheirOwn(dataSource);
        assertThat(tenants.jdbc().queryForList("SELECT * FROM acme.written UNION SELECT * FROM globex.written"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendThatIsTerminatedBetweenTwoTenants(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        String backend = PoolOfOne.backend(ACME, dataSource);
        tenants.jdbc().queryForList("SELECT pg_terminate_backend(%s)".formatted(backend));

        try {
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        } catch (SQLException brokenOnce) {
            // The pool had looked at it a moment before.
            assertThat(brokenOnce.getSQLState()).matches("08.*|57P01");
        }
        assertBothReadTheirOwn(dataSource);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatTheServerRefuses(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO once VALUES ('twice'), ('twice')");
                statement.execute("SET search_path = globex");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(connection::commit)
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("23505"));
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            connection.commit();
            return true;
        });

        assertBothReadTheirOwn(dataSource);
        assertThat(tenants.jdbc().queryForList("SELECT * FROM acme.once UNION SELECT * FROM globex.once"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitOfSpringsThatTheServerRefuses(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX, ACME}) {
            try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
                assertThatExceptionOfType(DuplicateKeyException.class)
                        .isThrownBy(() -> transaction.executeWithoutResult(
                                status -> jdbc.update("INSERT INTO once VALUES ('twice'), ('twice')")));
            }
            assertBothReadTheirOwn(dataSource);
        }
        assertThat(tenants.jdbc().queryForList("SELECT * FROM acme.once UNION SELECT * FROM globex.once"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackendThatIsTerminatedBeforeTheCommit(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX, ACME}) {
            try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
                assertThatExceptionOfType(TransactionSystemException.class)
                        .isThrownBy(() -> transaction.executeWithoutResult(status -> {
                            jdbc.update("INSERT INTO written VALUES ('never')");
                            terminate(Objects.requireNonNull(
                                    jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class)));
                        }))
                        .withMessageContaining("commit")
                        .havingCause()
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                lost -> assertThat(lost.getSQLState()).matches("08.*|57P01"));
            }
            assertBothReadTheirOwn(dataSource);
        }
        assertThat(tenants.jdbc().queryForList("SELECT * FROM acme.written UNION SELECT * FROM globex.written"))
                .isEmpty();
    }

    /** Terminates a backend, and waits until it is gone. */
    private static void terminate(int backend) {
        assertThat(tenants.jdbc().queryForObject("SELECT pg_terminate_backend(?, 10000)", Boolean.class, backend))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatementThatTakesTooLong(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            execute(connection, "SET LOCAL search_path = globex");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = 50");
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                        .satisfies(late -> assertThat(late.getSQLState()).isEqualTo("57014"));
                statement.setQueryTimeout(1);
            }
            connection.rollback();
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            connection.rollback();
            return true;
        });

        assertBothReadTheirOwn(dataSource);
    }

    @Test
    void aConnectionThatIsEvictedWhileInUse() throws SQLException {
        HikariDataSource pool = tenants.pool(false);
        RoutingDataSource dataSource = tenants.routed(pool);
        String backend = PoolOfOne.backend(ACME, dataSource);
        in(ACME, dataSource, connection -> {
            pool.getHikariPoolMXBean().softEvictConnections();
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            connection.commit();
            return true;
        });

        assertThat(PoolOfOne.backend(GLOBEX, dataSource)).isNotEqualTo(backend);
        assertBothReadTheirOwn(dataSource);
    }

    @Test
    void aTransactionThatWasAbandonedUnseenByThePool() throws Exception {
        RoutingDataSource dataSource = tenants.routed(false);
        in(ACME, dataSource, connection -> {
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY written FROM STDIN", new StringReader("abandoned\n"));
            } catch (IOException failure) {
                throw new SQLException(failure);
            }
        });

        // The one who abandoned it is the only one who gets the session again.
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertBothReadTheirOwn(dataSource);
        assertThat(tenants.jdbc().queryForList("SELECT * FROM acme.written")).isEmpty();
    }

    @Test
    void aSessionOfOneOfSeveralPoolsThatCannotBeRemembered() throws SQLException {
        DataSource[] pools = {tenants.pool(true), tenants.pool(true), tenants.pool(true)};
        AtomicInteger next = new AtomicInteger();
        AbstractRoutingDataSource choosing = new AbstractRoutingDataSource() {

            @Override
            protected Object determineCurrentLookupKey() {
                return next.getAndIncrement() % pools.length;
            }
        };
        choosing.setTargetDataSources(Map.of(0, pools[0], 1, pools[1], 2, pools[2]));
        choosing.afterPropertiesSet();
        RoutingDataSource dataSource = tenants.routed(choosing);

        for (int turn = 0; turn < 4; turn++) {
            for (int pool = 0; pool < pools.length; pool++) {
                PoolOfOne.run(ACME, dataSource, "SET app.user_id = '1'");
            }
            assertBothReadTheirOwn(dataSource);
        }
        for (DataSource pool : pools) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPathThatUserSqlMoves(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            connection.setSchema("globex");
            assertThat(connection.getSchema()).isEqualTo("globex");
            // Within the checkout, the user decides.
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            connection.rollback();
            // HikariCP remembers what getSchema() is to answer, so the server is asked.
            assertThat(single(connection, "SELECT current_schema()")).isEqualTo("acme");
            Savepoint savepoint = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET search_path = globex");
            }
            connection.rollback(savepoint);
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            connection.setSchema("globex");
            connection.commit();
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            connection.commit();
            return true;
        });
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");

        run(ACME, dataSource, "SET search_path = globex");
        assertBothReadTheirOwn(dataSource);
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(true);
            execute(connection, "DISCARD ALL");
            return true;
        });
        assertBothReadTheirOwn(dataSource);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nestedTransactionsAndExceptionsAtEveryStep(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);
        JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        TransactionTemplate outer = new TransactionTemplate(manager);
        TransactionTemplate nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        for (Step failing : Step.values()) {
            try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> outer.executeWithoutResult(status -> {
                            fail(failing, Step.BEFORE);
                            jdbc.update("INSERT INTO written VALUES ('outer')");
                            try {
                                nested.executeWithoutResult(inner -> {
                                    jdbc.update("INSERT INTO written VALUES ('nested')");
                                    fail(failing, Step.NESTED);
                                });
                            } catch (IllegalStateException survived) {
                                assertThat(owners(jdbc)).isEqualTo("acme");
                            }
                            jdbc.execute("SET LOCAL search_path = globex");
                            fail(failing, Step.AFTER_MOVING_THE_PATH);
                            jdbc.execute("SET LOCAL search_path = acme");
                            throw new IllegalStateException("at the end");
                        }));
                assertThat(owners(jdbc)).isEqualTo("acme");
                assertThat(jdbc.queryForList("SELECT * FROM written")).isEmpty();
            }
            assertBothReadTheirOwn(dataSource);
        }
    }

    private static String owners(JdbcTemplate jdbc) {
        return jdbc.queryForList("SELECT DISTINCT name FROM owner", String.class)
                .get(0);
    }

    private static void fail(Step failing, Step now) {
        if (failing == now) {
            throw new IllegalStateException(now.name());
        }
    }

    private enum Step {
        BEFORE,
        NESTED,
        AFTER_MOVING_THE_PATH,
        NONE
    }

    @Test
    void connectionsThatAreFetchedLate() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(false);
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(dataSource);
        lazy.setDefaultAutoCommit(false);
        DataSourceTransactionManager manager = new DataSourceTransactionManager(lazy);
        JdbcTemplate jdbc = new JdbcTemplate(lazy);
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX, ACME}) {
            try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
                String owner = new TransactionTemplate(manager).execute(status -> owners(jdbc));
                assertThat(owner).isEqualTo(tenant.schema().value());
            }
        }

        // A proxy that nobody used yet takes the tenant of its first use; then it is that tenant's.
        try (Connection connection = lazy.getConnection()) {
            try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
                assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            }
            try (TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
                assertThatExceptionOfType(io.tenantschemas.context.TenantSwitchException.class)
                        .isThrownBy(() -> single(connection, "SELECT name FROM owner"));
            }
        }
    }
}
