package io.tenantschemas.routing;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgDatabaseMetaData;
import org.postgresql.jdbc.PgResultSet;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** What was opened for one tenant and is used when that is not bound any more. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class GuardIT {

    private static PoolOfOne tenants;

    private static RoutingDataSource dataSource;

    GuardIT(RoutingStrategy strategy) {}

    @BeforeParameterizedClassInvocation
    static void start(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        dataSource = tenants.routed(true);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tenants.close();
    }

    private static Arguments use(String what, Use use) {
        return Arguments.of(what, use);
    }

    static List<Arguments> uses() {
        return List.of(
                use("execute", open -> open.statement().execute("SELECT 1")),
                use("executeQuery", open -> open.statement().executeQuery("SELECT 1")),
                use("executeUpdate", open -> open.statement().executeUpdate("DELETE FROM owner")),
                use("executeLargeUpdate", open -> open.statement().executeLargeUpdate("DELETE FROM owner")),
                use("executeBatch", open -> {
                    open.statement().addBatch("DELETE FROM owner");
                    open.statement().executeBatch();
                }),
                use("a prepared query", open -> open.prepared().executeQuery()),
                use("a prepared execution", open -> open.prepared().execute()),
                use("what a prepared statement returns", open -> open.prepared().getMetaData()),
                use("what a prepared statement takes", open -> open.prepared().getParameterMetaData()),
                use("an output parameter", open -> open.call().getString(1)),
                use("an output parameter as an object", open -> open.call().getObject(1)),
                use("generated keys", open -> open.statement().getGeneratedKeys()),
                use("more results", open -> open.statement().getMoreResults()),
                use("the result of a statement", open -> open.prepared().getResultSet()),
                use("next", open -> open.result().next()),
                use("previous", open -> open.result().previous()),
                use("first", open -> open.result().first()),
                use("last", open -> open.result().last()),
                use("absolute", open -> open.result().absolute(1)),
                use("relative", open -> open.result().relative(1)),
                use("afterLast", open -> open.result().afterLast()),
                use("moveToInsertRow", open -> open.result().moveToInsertRow()),
                use("updateRow", open -> open.result().updateRow()),
                use("insertRow", open -> open.result().insertRow()),
                use("deleteRow", open -> open.result().deleteRow()),
                use("refreshRow", open -> open.result().refreshRow()),
                use("a column of the current row", open -> open.result().getString(1)),
                use("an object of the current row", open -> open.result().getObject(1)),
                use("an array of the current row", open -> open.result().getArray(2)),
                use("rows of an array", open -> open.array().getResultSet()),
                use("createStatement", open -> open.connection().createStatement()),
                use("prepareStatement", open -> open.connection().prepareStatement("SELECT 1")),
                use("prepareCall", open -> open.connection().prepareCall("{call now()}")),
                use("setSavepoint", open -> open.connection().setSavepoint()),
                use("setSchema", open -> open.connection().setSchema("globex")),
                use("getSchema", open -> open.connection().getSchema()),
                use("setClientInfo", open -> open.connection().setClientInfo("ApplicationName", "x")),
                use("createArrayOf", open -> open.connection().createArrayOf("owner", new Object[0])),
                use("tables", open -> open.metaData().getTables(null, null, "%", null)),
                use(
                        "the connection of a statement",
                        open -> open.statement().getConnection().createStatement()),
                use(
                        "the statement of a result",
                        open -> open.result().getStatement().executeQuery("SELECT 1")),
                use(
                        "the connection of the statement of a result",
                        open -> open.result().getStatement().getConnection().createStatement()),
                use(
                        "the connection of the description",
                        open -> open.metaData().getConnection().createStatement()),
                use("the driver's connection", open -> open.connection().unwrap(PGConnection.class)),
                use("the driver's statement", open -> open.prepared().unwrap(PGStatement.class)),
                use("the driver's result", open -> open.result().unwrap(PgResultSet.class)),
                use("the driver's description", open -> open.metaData().unwrap(PgDatabaseMetaData.class)),
                use(
                        "what is unwrapped as what it is",
                        open -> open.connection().unwrap(Connection.class).createStatement()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void isRefusedWhileAnotherTenantIsBound(String what, Use use) throws SQLException {
        try (Open open = open(ACME);
                TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> use.of(open))
                    .withMessageContaining("'acme' (id 1)")
                    .withMessageContaining("'globex' (id 2)");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void isRefusedWhileNothingIsBound(String what, Use use) throws SQLException {
        try (Open open = open(ACME)) {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> use.of(open))
                    .withMessageContaining("'acme' (id 1)")
                    .withMessageContaining("bound to nothing")
                    .withMessageContaining(Thread.currentThread().getName());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void isRefusedWhenTheTenantIsKnownToBeGone(String what, Use use) throws SQLException {
        Tenant initech = PoolOfOne.tenant(3, "initech");
        tenants.create(initech);
        try (Open open = open(initech);
                TenantScope scope = TenantScope.open(TenantBinding.to(initech))) {
            assertThat(open.result().next()).isTrue();
            tenants.retired().retire(3, initech.schema());
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() -> use.of(open))
                    .withMessageContaining("'initech' (id 3)");
        } finally {
            tenants.retired().reinstate(3, initech.schema());
            tenants.jdbc().execute("DROP SCHEMA initech CASCADE; DELETE FROM client WHERE id = 3");
        }
    }

    @Test
    void refusesAConnectionForATenantThatIsKnownToBeGone() {
        tenants.retired().retire(1, ACME.schema());
        try {
            assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
        } finally {
            tenants.retired().reinstate(1, ACME.schema());
        }
        assertThatNoException().isThrownBy(() -> owner(ACME, dataSource));
    }

    @Test
    void isRefusedInAThreadThatIsNotBound() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Open open = open(ACME);
                TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> other.submit(() -> open.result().next()).get())
                    .withCauseInstanceOf(TenantSwitchException.class);
            assertThat(other.submit(() -> {
                                try (TenantScope same = TenantScope.open(TenantBinding.to(ACME))) {
                                    return open.result().next();
                                }
                            })
                            .get())
                    .isTrue();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void isRefusedForATenantThatGotTheName() throws SQLException {
        try (Open open = open(ACME);
                TenantScope scope = TenantScope.open(TenantBinding.to(PoolOfOne.tenant(99, "acme")))) {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> open.result().next());
        }
    }

    @Test
    void isRefusedForATenantIfItWasOpenedForNobody() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            try (TenantScope shared = TenantScope.open(TenantBinding.toShared())) {
                assertThat(statement.execute("SELECT 1")).isTrue();
            }
            try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
                assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(() -> statement.execute("SELECT 1"));
            }
        }
    }

    @Test
    void isThereAgainWhenTheTenantIs() throws SQLException {
        try (Open open = open(ACME)) {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> open.result().next());
            try (TenantScope again = TenantScope.open(TenantBinding.to(PoolOfOne.tenant(1, "acme")))) {
                assertThat(open.result().next()).isTrue();
                assertThat(open.result().getString(1)).isEqualTo("acme");
            }
        }
    }

    @Test
    void canBeTidiedUpByAnybody() throws SQLException {
        Open open = open(ACME);
        Connection connection = open.connection();
        Savepoint savepoint;
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            connection.setAutoCommit(false);
            savepoint = connection.setSavepoint();
        }

        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.isValid(1)).isTrue();
        connection.clearWarnings();
        connection.setNetworkTimeout(Runnable::run, connection.getNetworkTimeout());
        connection.rollback(savepoint);
        connection.releaseSavepoint(savepoint);
        connection.rollback();
        connection.commit();
        connection.setReadOnly(connection.isReadOnly());
        connection.setTransactionIsolation(connection.getTransactionIsolation());
        connection.setAutoCommit(true);
        // What Hibernate does before it closes a statement.
        open.prepared().setMaxRows(open.prepared().getMaxRows());
        open.prepared().setQueryTimeout(0);
        open.prepared().clearParameters();
        open.statement().cancel();
        open.statement().clearWarnings();
        open.statement().clearBatch();
        assertThat(open.result().isClosed()).isFalse();
        open.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void canBeAbortedByAnybody() throws SQLException {
        Open open = open(ACME);
        try (TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
            open.connection().abort(Runnable::run);
        }
        try {
            open.connection().close();
        } catch (SQLException answerOfThePool) {
            assertThat(answerOfThePool.getSQLState()).startsWith("08");
        }
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void isOfNoUseOnceTheConnectionIsGivenBack() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            Connection connection = dataSource.getConnection();
            DatabaseMetaData metaData = connection.getMetaData();
            Array array;
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT ARRAY[1, 2]")) {
                result.next();
                array = result.getArray(1);
            }
            connection.close();

            assertThatExceptionOfType(SQLException.class).isThrownBy(connection::createStatement);
            assertThatExceptionOfType(SQLException.class).isThrownBy(metaData::getSchemas);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(array::getResultSet)
                    .satisfies(closed -> assertThat(closed.getSQLState()).isEqualTo("08003"));
        }
    }

    @Test
    void leadsBackToItselfFromEverywhere() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT ARRAY[1, 2]");
                PreparedStatement prepared = connection.prepareStatement("SELECT 1");
                ResultSet tables = connection.getMetaData().getSchemas()) {
            assertThat(result.next()).isTrue();
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(prepared.getConnection()).isSameAs(connection);
            assertThat(result.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(tables.getStatement().getConnection()).isSameAs(connection);
            assertThat(result.getArray(1).getResultSet().getStatement().getConnection())
                    .isSameAs(connection);
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
        }
    }

    @Test
    void givesTheDriversOwnObjectsToThoseWhoAsk() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
            assertThat(prepared.unwrap(PGStatement.class).getPrepareThreshold()).isPositive();
        }
    }

    @Test
    void guardsTheRowsOfACursorThatAColumnRefersTo() throws SQLException {
        try (Open open = open(ACME)) {
            ResultSet rows;
            try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
                open.connection().setAutoCommit(false);
                execute(
                        open.connection(),
                        "CREATE OR REPLACE FUNCTION owners() RETURNS refcursor LANGUAGE plpgsql AS $$"
                                + " DECLARE c refcursor; BEGIN OPEN c FOR SELECT name FROM owner; RETURN c; END $$");
                Statement statement = open.connection().createStatement();
                ResultSet cursor = statement.executeQuery("SELECT owners()");
                assertThat(cursor.next()).isTrue();
                rows = (ResultSet) cursor.getObject(1);
                assertThat(rows.next()).isTrue();
            }
            assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(rows::next);
            open.connection().rollback();
            open.connection().setAutoCommit(true);
        }
    }

    @Test
    void refusesLargeObjectsOfTenants() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?")) {
            assertThatExceptionOfType(LargeObjectException.class)
                    .isThrownBy(connection::createBlob)
                    .withMessageContaining("'acme' (id 1)")
                    .withMessageContaining("tenant-schemas.routing.large-objects=allow");
            assertThatExceptionOfType(LargeObjectException.class).isThrownBy(connection::createClob);
            assertThatExceptionOfType(LargeObjectException.class).isThrownBy(connection::createNClob);
            assertThatExceptionOfType(LargeObjectException.class)
                    .isThrownBy(() -> prepared.setBlob(1, new java.io.ByteArrayInputStream(new byte[0])));
            assertThatExceptionOfType(LargeObjectException.class)
                    .isThrownBy(() -> prepared.setClob(1, new java.io.StringReader("")));
            assertThatExceptionOfType(LargeObjectException.class)
                    .isThrownBy(() -> prepared.setObject(1, "", Types.CLOB));
            try (ResultSet result = connection.createStatement().executeQuery("SELECT 1::oid")) {
                assertThat(result.next()).isTrue();
                assertThatExceptionOfType(LargeObjectException.class).isThrownBy(() -> result.getBlob(1));
                assertThatExceptionOfType(LargeObjectException.class).isThrownBy(() -> result.getClob(1));
                assertThatExceptionOfType(LargeObjectException.class)
                        .isThrownBy(() -> result.getObject(1, java.sql.Blob.class));
                assertThat(result.getLong(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void allowsLargeObjectsOfTheSharedTablesAndWhereASettingSaysSo() throws SQLException {
        RoutingDataSource allowing = tenants.routed(tenants.pool(false), true);
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = allowing.getConnection();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?::oid")) {
            prepared.setBlob(1, new java.io.ByteArrayInputStream(new byte[] {1}));
            try (ResultSet result = prepared.executeQuery()) {
                assertThat(result.next()).isTrue();
                assertThat(result.getBlob(1).length()).isEqualTo(1);
            }
            connection.rollback();
        }
        RoutingDataSource refusing = tenants.routed(false);
        try (Connection connection = refusing.getConnection();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?::oid")) {
            prepared.setBlob(1, new java.io.ByteArrayInputStream(new byte[] {1}));
            assertThat(prepared.execute()).isTrue();
            connection.rollback();
        }
    }

    @Test
    void stillSaysThatATenantIsNeeded() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThatExceptionOfType(TenantRequiredSqlException.class)
                    .isThrownBy(() -> single(connection, "SELECT name FROM owner"))
                    .withMessageContaining("TenantTemplate.execute");
        }
    }

    private static Open open(Tenant tenant) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            Connection connection = dataSource.getConnection();
            Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            PreparedStatement prepared = connection.prepareStatement("SELECT name FROM owner");
            PreparedStatement rows = connection.prepareStatement(
                    "SELECT name, ARRAY[1, 2] AS numbers FROM owner",
                    ResultSet.TYPE_SCROLL_INSENSITIVE,
                    ResultSet.CONCUR_READ_ONLY);
            ResultSet result = rows.executeQuery();
            result.next();
            CallableStatement call = connection.prepareCall("{? = call current_schema()}");
            call.registerOutParameter(1, Types.VARCHAR);
            call.execute();
            return new Open(
                    connection, statement, prepared, call, result, result.getArray(2), connection.getMetaData());
        }
    }

    private record Open(
            Connection connection,
            Statement statement,
            PreparedStatement prepared,
            CallableStatement call,
            ResultSet result,
            Array array,
            DatabaseMetaData metaData)
            implements AutoCloseable {

        @Override
        public void close() throws SQLException {
            result.close();
            call.close();
            prepared.close();
            statement.close();
            connection.close();
        }
    }

    @FunctionalInterface
    private interface Use {

        void of(Open open) throws SQLException;
    }
}
