package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgConnection;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;

/** The driver's own objects, whose statements nobody reads: the path is in place for them, also after transactions end. */
class QualifiedDriverObjectsIT extends QualifiedPoolOfOne {

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
}
