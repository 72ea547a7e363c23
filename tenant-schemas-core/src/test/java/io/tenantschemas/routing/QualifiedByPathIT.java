package io.tenantschemas.routing;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Statements that cannot name the schema themselves: they have the tenant's path, whatever becomes of the transaction. */
class QualifiedByPathIT extends QualifiedPoolOfOne {

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
        assertPath(GLOBEX, NEUTRAL);
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
    void setsThePathForTheNameOfAnotherTenantsSchema() throws SQLException {
        meetBoth();
        int before = counter.executed();
        assertThat(query(ACME, dataSource, "SELECT name FROM globex.owner")).isEqualTo("globex");
        assertThat(counter.executed() - before).isEqualTo(2);
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
}
