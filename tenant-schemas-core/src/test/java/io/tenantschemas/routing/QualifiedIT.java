package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.jdbc.PgConnection;

import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Statements that name the schema themselves, on one connection for all, and those that need the path in between. */
class QualifiedIT {

    private static final String NEUTRAL = "public, pg_temp";

    private static final String BY_PATH = "SELECT name FROM owner, pg_catalog.generate_series(1, 1) LIMIT 1";

    private PoolOfOne tenants;

    private StatementCounter counter;

    private RoutingDataSource dataSource;

    @BeforeEach
    void start() throws SQLException {
        use(RoutingStrategy.QUALIFIED, true);
    }

    private void use(RoutingStrategy strategy, boolean autoCommit) throws SQLException {
        stop();
        tenants = new PoolOfOne(strategy);
        tenants.hear(1);
        counter = new StatementCounter(tenants.pool(autoCommit));
        dataSource = tenants.routed(counter.dataSource());
    }

    private void meetBoth() throws SQLException {
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @AfterEach
    void stop() {
        if (tenants != null) {
            tenants.close();
        }
    }

    /** Returns how many statements it costs besides its own that a tenant reads its table. */
    private int cost(Tenant tenant) throws SQLException {
        int before = counter.executed();
        assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
        return counter.executed() - before - 1;
    }

    /** Returns the path of the session, which nothing was asked of meanwhile. */
    private static String path(Connection connection) throws SQLException {
        return single(connection.unwrap(RoutedConnection.class).target(), "SHOW search_path");
    }

    private static void inTransaction(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void costsNothingWhoeverCameLast(boolean autoCommit) throws SQLException {
        use(RoutingStrategy.QUALIFIED, autoCommit);
        meetBoth();

        assertThat(cost(ACME)).isZero();
        assertThat(cost(GLOBEX)).isZero();
        assertThat(cost(GLOBEX)).isZero();
        assertThat(cost(ACME)).isZero();
    }

    @Test
    void asksOfTenantsOnceASecond() throws SQLException {
        meetBoth();
        tenants.pass(Duration.ofSeconds(1));

        assertThat(cost(ACME)).isOne();
        assertThat(cost(ACME)).isZero();
        assertThat(cost(GLOBEX)).isEqualTo(askedOfOneAlone());
        assertThat(cost(ACME)).isZero();
    }

    /** Where the path has to be asked for as well, the first asks about its own tenant only. */
    private int askedOfOneAlone() {
        return tenants.reportsPaths() ? 0 : 1;
    }

    @Test
    void asksEachTimeWhileNobodyTellsOfChanges() throws SQLException {
        tenants.hear(-1);
        meetBoth();

        assertThat(cost(ACME)).isOne();
        assertThat(cost(ACME)).isOne();
    }

    @Test
    void refusesATenantWhoseSchemaIsGone() throws SQLException {
        meetBoth();
        tenants.jdbc().execute("DROP SCHEMA acme CASCADE");
        tenants.pass(Duration.ofSeconds(1));

        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> owner(ACME, dataSource))
                .withMessageContaining("acme");
        assertThat(cost(GLOBEX)).isEqualTo(askedOfOneAlone());
    }

    @Test
    void namesTablesBesidesABackslashThatMeansItself() throws SQLException {
        meetBoth();
        String sql = "SELECT name FROM owner WHERE name LIKE 'ac%' ESCAPE '\\' LIMIT 1";
        in(ACME, dataSource, connection -> {
            int before = counter.executed();
            assertThat(single(connection, sql)).isEqualTo("acme");
            assertThat(counter.executed() - before).isOne();
            return true;
        });
        in(ACME, dataSource, connection -> {
            execute(connection, "SET standard_conforming_strings = off", "SET escape_string_warning = off");
            assertThat(single(connection, "SELECT name FROM owner WHERE name LIKE '\\a%' LIMIT 1"))
                    .isEqualTo("acme");
            return true;
        });
    }

    @Test
    void leavesThePathNeutral() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("acme");
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @Test
    void setsThePathOnceInATransactionThatNeedsIt() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            int before = counter.executed();
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            assertThat(single(connection, "SHOW search_path")).isEqualTo("acme, public, pg_temp");
            assertThat(counter.executed() - before).isEqualTo(4);
            connection.commit();
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            connection.rollback();
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            return true;
        });
        assertThat(cost(GLOBEX)).isOne();
    }

    @Test
    void setsThePathAgainAfterARollbackToASavepoint() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            connection.rollback(savepoint);
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            inTransaction(connection, "SAVEPOINT by_text", BY_PATH, "ROLLBACK TO SAVEPOINT by_text");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void setsThePathAgainAfterTheTextOfARollback() throws SQLException {
        in(ACME, dataSource, connection -> {
            inTransaction(connection, "BEGIN");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            inTransaction(connection, "ROLLBACK");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void takesBackThePathOfAStatementOutsideOfTransactions() throws SQLException {
        meetBoth();
        assertThat(query(ACME, dataSource, BY_PATH)).isEqualTo("acme");
        assertThat(cost(ACME)).isZero();
        int before = counter.executed();
        assertThat(query(ACME, dataSource, BY_PATH)).isEqualTo("acme");
        assertThat(counter.executed() - before).isOne();

        assertThat(cost(GLOBEX)).isOne();
        in(GLOBEX, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void setsThePathForABatchWhateverElseTheStatementExecutes(boolean autoCommit) throws SQLException {
        String byPath = "INSERT INTO owner SELECT 'of ' || current_schema()";
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(autoCommit);
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("INSERT INTO owner VALUES ('first')");
                statement.addBatch(byPath);
                statement.executeQuery("SELECT name FROM owner").close();
                statement.executeBatch();
            }
            assertThat(single(connection, "SELECT count(*) FROM owner WHERE name IN ('first', 'of acme')"))
                    .isEqualTo("2");
            return true;
        });
    }

    @Test
    void leavesNothingOfWhatIsDoneBehindTheRoutingToWhoeverCameBefore() throws SQLException {
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        in(ACME, dataSource, connection -> {
            execute(
                    connection.unwrap(RoutedConnection.class).target(),
                    "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
            return true;
        });

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void setsTheIsolationOfATransactionFirst() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
            assertThat(single(connection, "SHOW transaction_isolation")).isEqualTo("serializable");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('search_path', 'globex', false)",
                "SET search_path = globex",
                "DO $$ BEGIN PERFORM set_config('search_path', 'globex', false); END $$"
            })
    void takesBackThePathThatSomebodyMovedLast(String move) throws SQLException {
        meetBoth();
        run(ACME, dataSource, move);
        assertThat(query(ACME, dataSource, BY_PATH)).isEqualTo("acme");

        run(ACME, dataSource, move);
        assertUnboundSeesNoTenant();
        try (Connection shared = dataSource.getConnection()) {
            execute(shared, move);
        }
        assertUnboundSeesNoTenant();
    }

    @Test
    void takesBackThePathThatAPreparedStatementMoved() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            try (PreparedStatement move = connection.prepareStatement("SET search_path = globex")) {
                assertThat(single(connection, BY_PATH)).isEqualTo("acme");
                move.execute();
            }
            return true;
        });
        assertThat(query(ACME, dataSource, BY_PATH)).isEqualTo("acme");
    }

    @Test
    void keepsThePathThatSomebodyMovedBeforeATransactionThatIsRolledBack() throws SQLException {
        in(ACME, dataSource, connection -> {
            execute(connection, "SET search_path = globex");
            connection.setAutoCommit(false);
            assertThat(single(connection, BY_PATH)).isEqualTo("globex");
            connection.rollback();
            assertThat(single(connection, BY_PATH)).isEqualTo("globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @Test
    void keepsThePathThatSomebodyMovedInATransactionIfThatIsCommitted() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SET search_path = globex");
            connection.rollback();
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            connection.rollback();
            inTransaction(connection, "SET search_path = globex");
            connection.commit();
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET LOCAL search_path = globex", "SELECT set_config('search_path', 'globex', true)"})
    void keepsThePathThatSomebodyMovedForTheTransaction(String move) throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, move);
            assertThat(single(connection, BY_PATH)).isEqualTo("globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            connection.commit();
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void knowsWhatWasDoneByAStatementThatTheDriverComplainedAbout() throws SQLException {
        in(ACME, dataSource, connection -> {
            try (Statement statement = connection.createStatement()) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> statement.executeQuery("SET search_path = globex"));
                assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            }
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK TO s; " + BY_PATH, "SELECT 1; ROLLBACK; " + BY_PATH, "COMMIT; " + BY_PATH})
    void refusesATextThatTakesBackThePathMidway(String text) throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SAVEPOINT s");
            assertThatExceptionOfType(PathLostException.class)
                    .isThrownBy(() -> inTransaction(connection, text))
                    .withMessageContaining("acme");
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void setsThePathForTheNameOfAConstraint() throws SQLException {
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD id serial, ADD CONSTRAINT one_id UNIQUE (id) DEFERRABLE");
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SET CONSTRAINTS one_id DEFERRED", "SET CONSTRAINTS ALL IMMEDIATE");
            return true;
        });
    }

    @Test
    void putsThePathInPlaceForTheDriversObjectsAlsoAfterARollback() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            Connection drivers = connection.unwrap(PgConnection.class);
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            connection.rollback();
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            Savepoint savepoint = connection.setSavepoint();
            connection.rollback(savepoint);
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            inTransaction(connection, "ROLLBACK");
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            connection.commit();
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void putsThePathInPlaceForTheDriversObjectsOfATransactionThatIsRolledBackToBefore() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            Savepoint savepoint = connection.setSavepoint();
            Connection drivers = connection.unwrap(PgConnection.class);
            connection.rollback(savepoint);
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void setsThePathForTheNameOfAnotherTenantsSchema() throws SQLException {
        meetBoth();
        int before = counter.executed();
        assertThat(query(ACME, dataSource, "SELECT name FROM globex.owner")).isEqualTo("globex");
        assertThat(counter.executed() - before).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT current_setting('search_path')",
                "SELECT setting FROM pg_settings WHERE name = 'search_path'",
                "INSERT INTO owner VALUES ('search_path')",
                "ALTER ROUTINE public.nothing() SET search_path = public",
                "SELECT set_config('search_path', 'acme', true)",
                "CALL public.nothing()",
                "DO $$ BEGIN NULL; END $$",
                "COMMIT",
                "ROLLBACK",
                "SAVEPOINT s; ROLLBACK TO s"
            })
    void findsTheTenantsTablesAfterWhateverMayHaveMovedThePath(String sql) throws SQLException {
        tenants.jdbc().execute("CREATE PROCEDURE public.nothing() LANGUAGE sql AS ''");
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            for (int i = 0; i < 2; i++) {
                inTransaction(connection, sql);
                assertFindsTables(connection);
                connection.commit();
                assertFindsTables(connection);
                inTransaction(connection, sql);
                connection.rollback();
                assertFindsTables(connection);
                Savepoint savepoint = connection.setSavepoint();
                inTransaction(connection, sql);
                if (!sql.equals("COMMIT") && !sql.equals("ROLLBACK")) {
                    connection.rollback(savepoint);
                }
                assertFindsTables(connection);
                connection.rollback();
            }
            return true;
        });
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        assertUnboundSeesNoTenant();
    }

    private static void assertFindsTables(Connection connection) throws SQLException {
        assertThat(single(connection, BY_PATH)).isEqualTo("acme");
        assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("acme");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheTenantsTablesAfterARollbackToBeforeThePathWasSetInTheTransaction(boolean toSavepoint)
            throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            Savepoint savepoint = connection.setSavepoint();
            inTransaction(connection, "SET search_path = globex");
            if (toSavepoint) {
                connection.rollback(savepoint);
            } else {
                connection.rollback();
            }
            assertFindsTables(connection);
            return true;
        });
    }

    @Test
    void findsTablesInTheSchemaThatSomebodySet() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            connection.setSchema("globex");
            assertThat(single(connection, BY_PATH)).isEqualTo("globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
        assertThat(query(ACME, dataSource, BY_PATH)).isEqualTo("acme");
        assertUnboundSeesNoTenant();
    }

    @Test
    void forgetsWhatABatchNeededThatWasCleared() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SAVEPOINT s");
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("ROLLBACK TO s");
                statement.clearBatch();
                statement.addBatch("INSERT INTO owner SELECT 'of ' || current_schema()");
                statement.executeBatch();
            }
            assertThat(single(connection, "SELECT name FROM owner WHERE name LIKE 'of%'"))
                    .isEqualTo("of acme");
            return true;
        });
    }

    @Test
    void findsTheTenantsTablesAfterAFailedMove() throws SQLException {
        in(ACME, dataSource, connection -> {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(connection, "SET search_path TO globex,"));
            assertFindsTables(connection);
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> inTransaction(connection, "SET search_path TO globex,"));
            connection.rollback();
            assertFindsTables(connection);
            return true;
        });
    }

    @Test
    void findsTheTenantsTablesAfterAFailureInATransactionThatMovedThePath() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> inTransaction(connection, "SELECT 1", "SET search_path TO globex", "SELECT 1/0"));
            try (Statement statement =
                    connection.unwrap(RoutedConnection.class).target().createStatement()) {
                // What a driver makes of a commit that does not raise what became of it.
                statement.execute("ROLLBACK");
            }
            connection.commit();
            assertFindsTables(connection);
            return true;
        });
    }

    @Test
    void findsTheTenantsTablesAfterABatchThatWentBackToASavepoint() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SAVEPOINT s");
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("ROLLBACK TO s");
                statement.addBatch("INSERT INTO owner SELECT current_schema()");
                assertThatExceptionOfType(PathLostException.class).isThrownBy(statement::executeBatch);
                statement.clearBatch();
                statement.addBatch("INSERT INTO owner SELECT current_schema()");
                statement.addBatch("ROLLBACK TO s");
                statement.executeBatch();
                statement.addBatch("INSERT INTO owner SELECT 'of ' || current_schema()");
                statement.executeBatch();
            }
            assertThat(single(connection, "SELECT name FROM owner WHERE name LIKE 'of%'"))
                    .isEqualTo("of acme");
            assertFindsTables(connection);
            return true;
        });
    }

    @Test
    void meansTheMovedPathAlsoInTheBatchThatMovesIt() throws SQLException {
        in(ACME, dataSource, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("SET search_path TO globex");
                statement.addBatch("INSERT INTO owner VALUES ('moved')");
                statement.executeBatch();
            }
            return true;
        });
        assertThat(tenants.jdbc().queryForList("SELECT name FROM globex.owner WHERE name = 'moved'"))
                .hasSize(1);
    }

    @Test
    void keepsThePathOfATransactionThatTextBegan() throws SQLException {
        in(ACME, dataSource, connection -> {
            inTransaction(connection, "BEGIN", "SAVEPOINT s", "INSERT INTO owner VALUES ('x')");
            inTransaction(connection, "ROLLBACK TO s; INSERT INTO owner SELECT 'of ' || current_schema()");
            inTransaction(connection, "SET LOCAL search_path TO globex");
            assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("globex");
            inTransaction(connection, "COMMIT");
            assertThat(single(connection, "SELECT name FROM owner WHERE name LIKE 'of%'"))
                    .isEqualTo("of acme");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path TO globex",
                "SET statement_timeout = 0; SET search_path TO globex",
                "SET search_path TO globex; SELECT 1 WHERE true",
                "SET search_path TO globex; RESET statement_timeout"
            })
    void meansTheMovedPathUntilTheConnectionIsGivenBack(String move) throws SQLException {
        in(ACME, dataSource, connection -> {
            inTransaction(connection, move, "RESET statement_timeout");
            assertThat(single(connection, BY_PATH)).isEqualTo("globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @Test
    void meansTheMovedPathAfterARollbackToASavepoint() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SET LOCAL search_path TO globex");
            Savepoint savepoint = connection.setSavepoint();
            connection.rollback(savepoint);
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            connection.commit();
            assertFindsTables(connection);
            inTransaction(connection, "SET search_path TO globex", "COMMIT");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @Test
    void findsTheTenantsTablesAfterTheDriversObjectsEndedTheTransaction() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            assertFindsTables(connection);
            Connection drivers = connection.unwrap(PgConnection.class);
            drivers.rollback();
            assertFindsTables(connection);
            drivers.rollback();
            connection.commit();
            assertFindsTables(connection);
            assertThat(single(drivers, BY_PATH)).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void letsTheIsolationBeChosenAfterTheDriversObjectWasTaken() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            connection.unwrap(PgConnection.class);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            assertFindsTables(connection);
            connection.rollback();
            inTransaction(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; " + BY_PATH);
            connection.rollback();
            return true;
        });
    }

    @Test
    void setsThePathBeforeALockWithoutAQuery() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            inTransaction(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            inTransaction(connection, "LOCK TABLE owner");
            tenants.jdbc().execute("INSERT INTO globex.owner VALUES ('later')");
            assertThat(single(connection, "SELECT count(*) FROM globex.owner WHERE name = 'later'"))
                    .isEqualTo("1");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.item ADD CHECK (public.locks())",
                "ALTER TABLE acme.item ALTER text SET DEFAULT public.locks()::text",
                "CREATE DOMAIN public.locked AS int CHECK (public.locks());"
                        + "ALTER TABLE acme.item ALTER id TYPE public.locked"
            })
    void leavesNothingOfWhatSharedRoutinesBehindTheTenantsTablesDo(String behind) throws SQLException {
        tenants.jdbc().execute("CREATE TABLE acme.item (id int, text text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.locks() RETURNS bool LANGUAGE plpgsql SET search_path = pg_catalog"
                        + " AS $$ BEGIN PERFORM pg_advisory_lock(4711);"
                        + " EXECUTE 'CREATE TEMP TABLE IF NOT EXISTS secret (name text)'; RETURN true; END $$");
        tenants.jdbc().execute(behind);
        meetBoth();
        run(ACME, dataSource, "INSERT INTO item (id) VALUES (1)");
        assertThat(query(ACME, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNotNull();

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
        assertThat(query(GLOBEX, dataSource, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isEqualTo("0");
    }

    private void assertUnboundSeesNoTenant() throws SQLException {
        try (Connection shared = dataSource.getConnection()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(shared, "SELECT name FROM owner"));
        }
    }

    @Test
    void namesTheTenantsTableOfWhomeverTheUserMovedThePathTo() throws SQLException {
        in(ACME, dataSource, connection -> {
            execute(connection, "SET search_path = globex");
            assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("globex");
            return true;
        });
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET work_mem = '8MB'",
                "SHOW search_path",
                "SELECT current_setting('search_path')",
                "INSERT INTO owner VALUES ('search_path')",
                "DO $$ BEGIN NULL; END $$",
                "SET LOCAL search_path = globex",
                "SET LOCAL statement_timeout = 0",
                "SHOW work_mem"
            })
    void findsTheTenantsTablesAfterOtherSettings(String setting) throws SQLException {
        in(ACME, dataSource, connection -> {
            inTransaction(connection, setting);
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            inTransaction(connection, setting);
            assertThat(single(connection, BY_PATH)).isEqualTo("acme");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            return true;
        });
    }

    @Test
    void forgetsWhichNumberAnotherTenantDrew() throws SQLException {
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX}) {
            tenants.jdbc().execute("CREATE TABLE " + tenant.schema() + ".item (id serial, text text)");
            tenants.jdbc().execute("ALTER SEQUENCE " + tenant.schema() + ".item_id_seq RESTART " + 100 * tenant.id());
        }
        meetBoth();
        run(ACME, dataSource, "INSERT INTO item (text) VALUES ('x')");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> query(GLOBEX, dataSource, "SELECT lastval()"))
                .withMessageContaining("lastval");

        run(ACME, dataSource, "INSERT INTO item (text) VALUES ('x')");
        in(GLOBEX, dataSource, connection -> {
            execute(connection, "UPDATE item SET text = 'y'");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(connection, "SELECT lastval()"));
            execute(connection, "INSERT INTO item (text) VALUES ('x')");
            assertThat(single(connection, "SELECT lastval()")).isEqualTo("200");
            assertThat(single(connection, "SELECT currval('item_id_seq')")).isEqualTo("200");
            return true;
        });
        try (Connection shared = dataSource.getConnection()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(shared, "SELECT lastval()"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION acme.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TYPE acme.mood AS ENUM ('fine')",
                "CREATE TYPE acme.pair AS (a int, b int)",
                "CREATE DOMAIN acme.positive AS int CHECK (VALUE > 0)",
                "CREATE COLLATION acme.other FROM \"C\"",
                "CREATE TEXT SEARCH CONFIGURATION acme.words (COPY = pg_catalog.simple)"
            })
    void setsThePathForATenantWhoseSchemaHoldsMoreThanTables(String more) throws SQLException {
        meetBoth();
        tenants.jdbc().execute(more);
        tenants.pass(Duration.ofSeconds(1));

        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo("acme, public, pg_temp");
            return true;
        });
        in(GLOBEX, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.owner ADD of text DEFAULT current_schema()",
                "ALTER TABLE acme.owner ADD of text DEFAULT CURRENT_SCHEMA",
                "ALTER TABLE acme.owner ADD of text DEFAULT (current_schemas(false))[1]",
                "ALTER TABLE acme.owner ADD of text DEFAULT current_setting('search_path')",
                "ALTER TABLE acme.owner ALTER id SET DEFAULT nextval('owner_id_seq'::text)",
                "ALTER TABLE acme.owner ADD CHECK (length(current_schema()) > 1)",
                "CREATE POLICY of ON acme.owner USING (current_schema() = name)",
                "CREATE POLICY of ON acme.owner WITH CHECK (current_schema() = name)",
                "CREATE VIEW acme.owners AS SELECT current_schema(), * FROM acme.owner",
                "CREATE VIEW acme.numbers AS SELECT nextval('acme.owner_id_seq')",
                "CREATE VIEW acme.numbers AS SELECT lastval()",
                "ALTER TABLE acme.owner ADD CHECK (nextval('acme.owner_id_seq') > 0)",
                "CREATE VIEW acme.names AS SELECT tableoid::regclass::text FROM acme.owner",
                "ALTER TABLE acme.owner ADD of text DEFAULT ('owner'::name)::regclass::text",
                "ALTER TABLE acme.owner ADD of regclass",
                "CREATE TRIGGER same BEFORE UPDATE ON acme.owner FOR EACH ROW"
                        + " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE RULE of AS ON UPDATE TO acme.owner DO ALSO INSERT INTO acme.owner VALUES ('x')",
                "ALTER TABLE acme.owner ADD PRIMARY KEY (id);"
                        + "CREATE TABLE acme.pet (owner int DEFAULT 1 REFERENCES acme.owner ON DELETE SET DEFAULT)"
            })
    void setsThePathForATenantWhoseTablesAskForItOrDrawNumbersUnseen(String more) throws SQLException {
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD id serial");
        meetBoth();
        tenants.jdbc().execute("SET search_path = acme; SET check_function_bodies = off;" + more);
        tenants.pass(Duration.ofSeconds(1));
        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
        tenants.pass(Duration.ofMinutes(1));

        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo("acme, public, pg_temp");
            return true;
        });
        in(GLOBEX, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @Test
    void keepsApartWhatIsLeftWhereThePathCountsNoMore() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        meetBoth();
        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo("acme, public, pg_temp");
            execute(connection, "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
            return true;
        });
        tenants.jdbc().execute("DROP TYPE acme.mood");
        tenants.pass(Duration.ofSeconds(1));
        assertThat(query(ACME, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNotNull();

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void leavesNothingToATenantThatGotTheName() throws SQLException {
        meetBoth();
        run(ACME, dataSource, "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
        tenants.jdbc().execute("DROP SCHEMA acme CASCADE");
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");
        Tenant other = PoolOfOne.tenant(3, "acme");
        tenants.create(other);

        assertThat(query(other, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void namesNoTablesWhereThePathIsSetFromTheStart() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        in(ACME, dataSource, connection -> {
            execute(connection, "SET search_path = globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW acme.owners AS SELECT * FROM acme.owner",
                "CREATE INDEX ON acme.owner (name)",
                "ALTER TABLE acme.owner ADD CHECK (length(name) > 1)",
                "CREATE STATISTICS acme.both (ndistinct) ON name, id FROM acme.owner",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA acme GRANT SELECT ON TABLES TO public",
                "ALTER TABLE acme.owner ADD PRIMARY KEY (id); CREATE TABLE acme.pet (owner int REFERENCES acme.owner)"
            })
    void needsNoPathForTablesAndWhatBelongsToThem(String more) throws SQLException {
        meetBoth();
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD id serial");
        tenants.jdbc().execute(more);
        tenants.pass(Duration.ofSeconds(1));

        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @Test
    void letsATriggerFindTheTenantsTables() throws SQLException {
        meetBoth();
        tenants.jdbc().execute("CREATE TABLE acme.change (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION acme.tell() RETURNS trigger LANGUAGE plpgsql"
                        + " AS $$ BEGIN INSERT INTO change VALUES (NEW.name); RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell AFTER INSERT ON acme.owner FOR EACH ROW EXECUTE FUNCTION acme.tell()");
        tenants.pass(Duration.ofSeconds(1));
        run(ACME, dataSource, "INSERT INTO owner VALUES ('new')");

        assertThat(tenants.jdbc().queryForList("SELECT name FROM acme.change", String.class))
                .containsExactly("new");
    }

    @Test
    void setsThePathForAllWhereASharedRoutineFindsNamesByIt() throws SQLException {
        use(RoutingStrategy.AUTO, true);
        assertThat(dataSource.choice().property()).isEqualTo("auto");
        assertPath(NEUTRAL);
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.QUALIFIED);

        use(RoutingStrategy.AUTO, true);
        tenants.jdbc()
                .execute("SET check_function_bodies = off;"
                        + "CREATE FUNCTION public.mine() RETURNS text LANGUAGE sql AS 'SELECT name FROM owner'");
        assertPath("acme, public, pg_temp");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
        assertThat(dataSource.choice().reason()).contains("public.mine");
    }

    @Test
    void setsThePathForAllWhereASharedRoutineAsksForItWhateverItsNamesAre() throws SQLException {
        use(RoutingStrategy.AUTO, true);
        tenants.jdbc()
                .execute(
                        "CREATE FUNCTION public.mine() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT current_schema(); END");

        assertPath("acme, public, pg_temp");
    }

    @Test
    void setsThePathForAllWhereASharedTableAsksForIt() throws SQLException {
        use(RoutingStrategy.AUTO, true);
        tenants.jdbc().execute("CREATE TABLE public.log (name text, by text DEFAULT current_schema())");

        assertPath("acme, public, pg_temp");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
    }

    @Test
    void handsOutConnectionsBeforeThereAreTenants() throws SQLException {
        use(RoutingStrategy.AUTO, true);
        tenants.jdbc().execute("ALTER TABLE client RENAME TO later");
        assertUnboundSeesNoTenant();

        tenants.jdbc().execute("ALTER TABLE later RENAME TO client");
        tenants.jdbc().execute("CREATE FUNCTION acme.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
        tenants.pass(Duration.ofSeconds(10));
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.QUALIFIED);
    }

    @Test
    void countsTheTenantsWhosePathIsSet() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        meetBoth();

        assertThat(dataSource.choice()).isEqualTo(new RoutingChoice(RoutingStrategy.QUALIFIED, "as configured", 1));
    }

    @Test
    void asksForSharedRoutinesAgainLater() throws SQLException {
        use(RoutingStrategy.AUTO, true);
        assertPath(NEUTRAL);
        tenants.jdbc().execute("CREATE FUNCTION public.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
        tenants.pass(Duration.ofSeconds(10));

        assertPath("acme, public, pg_temp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql SET search_path = pg_catalog AS 'SELECT 1'",
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
                "CREATE FUNCTION acme.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"
            })
    void needsNoPathForSharedRoutinesThatHaveTheirOwnOrNone(String routine) throws SQLException {
        use(RoutingStrategy.AUTO, true);
        tenants.jdbc().execute(routine);

        in(GLOBEX, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }

    @Test
    void setsThePathForSharedTablesBehindWhichIsMore() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        assertThat(cost(ACME)).isPositive();
        int before = counter.executed();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");
        assertThat(counter.executed() - before).isOne();
        tenants.jdbc().execute("ALTER TABLE public.log ADD by text DEFAULT current_schema()");
        tenants.pass(Duration.ofSeconds(10));

        run(ACME, dataSource, "INSERT INTO public.log VALUES ('y')");

        assertThat(tenants.jdbc().queryForList("SELECT by FROM public.log WHERE name = 'y'", String.class))
                .containsExactly("acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SET search_path = public"})
    void leavesNothingOfWhatTriggersOfSharedTablesDo(String path) throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql " + path + " AS $$ BEGIN"
                        + " CREATE TEMP TABLE secret AS SELECT NEW.name; PERFORM set_config('work_mem', '8MB', false);"
                        + " RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON public.log FOR EACH ROW EXECUTE FUNCTION public.tell()");
        meetBoth();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void leavesNothingOfWhatASharedRoutineDoesForATriggerThatWasNotNoticedYet() throws SQLException {
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$"
                        + " BEGIN CREATE TEMP TABLE secret AS SELECT NEW.name; RETURN NEW; END $$");
        meetBoth();
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON acme.owner FOR EACH ROW EXECUTE FUNCTION public.tell()");
        run(ACME, dataSource, "INSERT INTO owner VALUES ('x')");

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void takesBackThePathThatATriggerOfASharedTableMoved() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " PERFORM set_config('search_path', 'acme', false); RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON public.log FOR EACH ROW EXECUTE FUNCTION public.tell()");
        meetBoth();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");
        assertUnboundSeesNoTenant();
        try (Connection shared = dataSource.getConnection()) {
            execute(shared, "INSERT INTO public.log VALUES ('x')");
        }
        tenants.pass(Duration.ofSeconds(1));
        assertUnboundSeesNoTenant();
    }

    private void assertPath(String path) throws SQLException {
        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(path);
            return true;
        });
    }
}
