package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** All on a pool of one connection, so that each checkout gets what the one before left behind. */
class RoutingDataSourceIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final Tenant ACME = tenant(1, "acme");

    private static final Tenant GLOBEX = tenant(2, "globex");

    private static TestDatabase database;

    private final HikariDataSource pool = new HikariDataSource();

    @BeforeAll
    static void createSchemas() {
        database = PostgresServer.forTests().createDatabase();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        for (String schema : List.of("acme", "globex", "extras", "\"Mixed\"")) {
            jdbc.execute("CREATE SCHEMA " + schema);
        }
        for (String schema : List.of("acme", "globex")) {
            jdbc.execute("CREATE TABLE " + schema + ".owner AS SELECT '" + schema + "'::text AS name");
        }
        jdbc.execute("CREATE TABLE public.shared_thing AS SELECT 'everybody'::text AS name");
        jdbc.execute("CREATE TABLE extras.tool AS SELECT 'hammer'::text AS name");
        jdbc.execute("CREATE ROLE stranger_" + database.name() + " LOGIN PASSWORD 'stranger'");
    }

    @AfterAll
    static void dropDatabase() {
        new JdbcTemplate(database.dataSource()).execute("DROP ROLE stranger_" + database.name());
        database.close();
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void pointsAConnectionAtTheBoundTenant() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);

        assertThat(query(dataSource, ACME, "SHOW search_path")).isEqualTo("acme, public, extras, pg_temp");
        assertThat(ownerSeenBy(dataSource, ACME)).isEqualTo("acme");
        assertThat(query(dataSource, ACME, "SELECT name FROM shared_thing")).isEqualTo("everybody");
        assertThat(query(dataSource, ACME, "SELECT name FROM tool")).isEqualTo("hammer");
    }

    @ParameterizedTest(name = "auto-commit {0}, after {1}")
    @MethodSource("waysToLeaveAConnection")
    void showsEachTenantItsOwnRowsWhateverTheOtherDid(boolean autoCommit, String what, Leaving leaving)
            throws SQLException {
        RoutingDataSource dataSource = dataSource(autoCommit);

        for (int turn = 0; turn < 3; turn++) {
            leave(dataSource, ACME, leaving);
            assertThat(ownerSeenBy(dataSource, GLOBEX)).isEqualTo("globex");
            leave(dataSource, GLOBEX, leaving);
            assertThat(ownerSeenBy(dataSource, ACME)).isEqualTo("acme");
        }
    }

    static List<Arguments> waysToLeaveAConnection() {
        return List.of(true, false).stream()
                .flatMap(autoCommit -> List.of(
                        way(autoCommit, "nothing", connection -> {}),
                        way(autoCommit, "a query", RoutingDataSourceIT::owner),
                        way(autoCommit, "a commit", connection -> {
                            connection.setAutoCommit(false);
                            owner(connection);
                            connection.commit();
                        }),
                        way(autoCommit, "a rollback", connection -> {
                            connection.setAutoCommit(false);
                            owner(connection);
                            connection.rollback();
                        }),
                        way(autoCommit, "a transaction that is left open", connection -> {
                            connection.setAutoCommit(false);
                            owner(connection);
                        }),
                        way(autoCommit, "a rollback to a savepoint", connection -> {
                            connection.setAutoCommit(false);
                            Savepoint savepoint = connection.setSavepoint();
                            owner(connection);
                            connection.rollback(savepoint);
                            owner(connection);
                            connection.commit();
                        }),
                        way(autoCommit, "a failed statement in a transaction", connection -> {
                            connection.setAutoCommit(false);
                            fail(connection);
                            connection.rollback();
                        }),
                        way(autoCommit, "moving the path", connection -> {
                            execute(connection, "SET search_path = \"Mixed\"");
                            commitIfNeeded(connection);
                        }),
                        way(autoCommit, "moving the path and rolling back", connection -> {
                            connection.setAutoCommit(false);
                            execute(connection, "SET search_path = \"Mixed\"");
                            connection.rollback();
                        }),
                        way(autoCommit, "moving the path and rolling back to a savepoint", connection -> {
                            connection.setAutoCommit(false);
                            Savepoint savepoint = connection.setSavepoint();
                            execute(connection, "SET search_path = \"Mixed\"");
                            connection.rollback(savepoint);
                            connection.commit();
                        }),
                        way(autoCommit, "setSchema", connection -> {
                            connection.setSchema("Mixed");
                            commitIfNeeded(connection);
                        }),
                        way(autoCommit, "DISCARD ALL", connection -> {
                            connection.setAutoCommit(true);
                            execute(connection, "DISCARD ALL");
                        }),
                        way(autoCommit, "RESET ALL", connection -> {
                            execute(connection, "RESET ALL");
                            commitIfNeeded(connection);
                        }),
                        way(autoCommit, "a DO block that moves the path", connection -> {
                            execute(connection, "DO $$ BEGIN SET search_path = \"Mixed\"; END $$");
                            commitIfNeeded(connection);
                        }),
                        way(autoCommit, "a temporary table that hides the tenant's", connection -> {
                            execute(connection, "CREATE TEMPORARY TABLE IF NOT EXISTS owner (name text)");
                            commitIfNeeded(connection);
                        }))
                        .stream())
                .toList();
    }

    private static Arguments way(boolean autoCommit, String what, Leaving leaving) {
        return Arguments.of(autoCommit, what, leaving);
    }

    @Test
    void keepsThePathThroughRollbacksOfOneCheckout() throws SQLException {
        RoutingDataSource dataSource = dataSource(false);
        ownerSeenBy(dataSource, GLOBEX);

        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            Savepoint savepoint = connection.setSavepoint();
            connection.rollback(savepoint);
            assertThat(owner(connection)).isEqualTo("acme");
            connection.rollback();
            assertThat(owner(connection)).isEqualTo("acme");
        }
    }

    @Test
    void pointsOutsideOfTheCallersTransaction() throws SQLException {
        RoutingDataSource dataSource = dataSource(false);

        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
            // Nothing was sent in a transaction yet, so that it may still be set up.
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setReadOnly(true);
            assertThat(owner(connection)).isEqualTo("acme");
            connection.rollback();
        }
    }

    @Test
    void refusesATenantWhoseSchemaIsMissing() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);
        Tenant initech = tenant(3, "initech");

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(MissingSchemaException.class)
                    .isThrownBy(() -> ownerSeenBy(dataSource, initech))
                    .withMessageContaining("initech")
                    .satisfies(refused -> assertThat(refused.schema()).isEqualTo(initech.schema()));
        }
        assertThat(ownerSeenBy(dataSource, ACME)).isEqualTo("acme");
    }

    @Test
    void refusesASchemaThatTheUserMayNotUse() {
        RoutingDataSource dataSource = dataSource(true);
        pool.setUsername("stranger_" + database.name());
        pool.setPassword("stranger");

        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> ownerSeenBy(dataSource, ACME))
                .withMessageContaining("USAGE");
    }

    @Test
    void showsTheSharedTablesOnlyWhereNothingIsBound() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);
        ownerSeenBy(dataSource, ACME);

        try (Connection connection = dataSource.getConnection()) {
            assertThat(single(connection, "SHOW search_path")).isEqualTo("public, extras, pg_temp");
            assertThat(single(connection, "SELECT name FROM shared_thing")).isEqualTo("everybody");
        }
    }

    @Test
    void saysThatATenantIsNeededWhereATenantsTableIsMissing() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);

        try (Connection connection = dataSource.getConnection()) {
            assertThatExceptionOfType(TenantRequiredSqlException.class)
                    .isThrownBy(() -> owner(connection))
                    .withMessageContaining("no tenant is bound")
                    .withMessageContaining("TenantTemplate.execute")
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42P01"));
            assertThatExceptionOfType(TenantRequiredSqlException.class)
                    .isThrownBy(() -> connection
                            .prepareStatement("SELECT name FROM owner")
                            .executeQuery());
            assertThatExceptionOfType(TenantRequiredSqlException.class)
                    .isThrownBy(() -> single(connection, "SELECT of_tenants()"))
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42883"));
            assertThatExceptionOfType(TenantRequiredSqlException.class)
                    .isThrownBy(() -> single(connection, "SELECT 'x'::of_tenants"))
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42704"));
        }
    }

    @Test
    void refusesAnUnboundThreadWhereATenantIsRequired() throws SQLException {
        RoutingDataSource dataSource =
                new RoutingDataSource(dataSource(true).unrouted(), new ConnectionRouter(paths()), true);

        assertThatExceptionOfType(NoTenantBoundException.class)
                .isThrownBy(dataSource::getConnection)
                .withMessageContaining(Thread.currentThread().getName());
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            assertThat(single(connection, "SELECT name FROM shared_thing")).isEqualTo("everybody");
        }
    }

    @Test
    void refusesToUseATenantsConnectionForAnotherTenant() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);

        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            try (TenantScope globex = TenantScope.open(TenantBinding.to(GLOBEX))) {
                assertThatExceptionOfType(TenantSwitchException.class)
                        .isThrownBy(() -> owner(connection))
                        .withMessageContaining("'acme' (id 1)")
                        .withMessageContaining("'globex' (id 2)");
            }
            assertThat(owner(connection)).isEqualTo("acme");
        }
    }

    @Test
    void takesATenantOfTheSameNameForAnotherOne() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);

        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection();
                TenantScope next = TenantScope.open(TenantBinding.to(tenant(99, "acme")))) {
            assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(() -> owner(connection));
        }
    }

    @Test
    void routesOnceThroughADataSourceThatRoutesAlready() throws SQLException {
        RoutingDataSource inner = dataSource(true);
        RoutingDataSource outer = new RoutingDataSource(inner, new ConnectionRouter(paths()), false);

        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = outer.getConnection()) {
            RoutedConnection routed = connection.unwrap(RoutedConnection.class);
            assertThat(routed.target().isWrapperFor(RoutedConnection.class)).isFalse();
        }
    }

    @Test
    void refusesWhatAPoolKeptOfAnotherTenantsRoutedConnections() throws SQLException {
        RoutingDataSource inner = new RoutingDataSource(database.dataSource(), new ConnectionRouter(paths()), false);
        pool.setDataSource(inner);
        pool.setMaximumPoolSize(1);
        RoutingDataSource outer = new RoutingDataSource(pool, new ConnectionRouter(paths()), false);
        assertThat(ownerSeenBy(outer, ACME)).isEqualTo("acme");

        assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(outer::getConnection);
        assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(() -> ownerSeenBy(outer, GLOBEX));
        assertThat(ownerSeenBy(outer, ACME)).isEqualTo("acme");
    }

    @Test
    void lendsAConnectionToTheSameThreadAndBindingOnly() throws Exception {
        RoutingDataSource dataSource = dataSource(true);

        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME));
                Connection own = dataSource.getConnection()) {
            own.setAutoCommit(false);
            try (Loan loan = dataSource.lend(own.unwrap(RoutedConnection.class).target())) {
                try (Connection borrowed = dataSource.getConnection()) {
                    execute(borrowed, "CREATE TABLE borrowed ()");
                    borrowed.commit();
                    assertThat(loan.isRollbackRequested()).isFalse();
                    borrowed.rollback();
                    assertThat(loan.isRollbackRequested()).isTrue();
                }
                try (TenantScope globex = TenantScope.open(TenantBinding.to(GLOBEX))) {
                    assertThatExceptionOfType(TenantSwitchException.class).isThrownBy(dataSource::getConnection);
                }
            }
            assertThat(single(own, "SELECT to_regclass('acme.borrowed')")).isEqualTo("borrowed");
            own.rollback();
            assertThat(single(own, "SELECT to_regclass('acme.borrowed')")).isNull();
            own.rollback();
        }
    }

    @Test
    void lendsNothingToTheConnectionsOfAnotherDataSource() throws SQLException {
        RoutingDataSource dataSource = dataSource(true);
        RoutingDataSource other = new RoutingDataSource(database.dataSource(), new ConnectionRouter(paths()), false);

        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME));
                Connection own = dataSource.getConnection()) {
            own.setAutoCommit(false);
            execute(own, "CREATE TABLE unseen ()");
            try (Loan loan = dataSource.lend(own.unwrap(RoutedConnection.class).target());
                    Connection elsewhere = other.getConnection()) {
                assertThat(single(elsewhere, "SELECT to_regclass('acme.unseen')"))
                        .isNull();
            }
            own.rollback();
        }
    }

    private RoutingDataSource dataSource(boolean autoCommit) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(2_000);
        pool.setAutoCommit(autoCommit);
        return new RoutingDataSource(pool, new ConnectionRouter(paths()), false);
    }

    private static SearchPaths paths() {
        return new SearchPaths(PUBLIC, List.of(SchemaName.of("extras")));
    }

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
    }

    private static void leave(RoutingDataSource dataSource, Tenant tenant, Leaving leaving) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant));
                Connection connection = dataSource.getConnection()) {
            leaving.on(connection);
        }
    }

    private static String ownerSeenBy(RoutingDataSource dataSource, Tenant tenant) throws SQLException {
        return query(dataSource, tenant, "SELECT name FROM owner");
    }

    private static String query(RoutingDataSource dataSource, Tenant tenant, String sql) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant));
                Connection connection = dataSource.getConnection()) {
            return single(connection, sql);
        }
    }

    private static String owner(Connection connection) throws SQLException {
        return single(connection, "SELECT name FROM owner");
    }

    private static String single(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void fail(Connection connection) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1 / 0"));
    }

    private static void commitIfNeeded(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    @FunctionalInterface
    interface Leaving {

        void on(Connection connection) throws SQLException;
    }
}
