package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

/** Paths that the application moves, or may have moved: they are meant from then on, and nobody else gets them. */
class QualifiedMovedPathIT extends QualifiedPoolOfOne {

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
}
