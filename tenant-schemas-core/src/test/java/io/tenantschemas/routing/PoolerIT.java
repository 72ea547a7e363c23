package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Two tenants in turn through a real pooler in transaction mode, with one connection to the server for all. */
class PoolerIT {

    private static final Tenant ACME = tenant(1, "acme");

    private static final Tenant GLOBEX = tenant(2, "globex");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final PgBouncer pooler = PgBouncer.before(database, 1);

    private final JdbcTemplate server = new JdbcTemplate(database.dataSource());

    private HikariDataSource pool = pool(true);

    private RoutingDataSource routing = routing(pool);

    @BeforeAll
    static void requirePooler() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(PgBouncer.isInstalled()).as("PgBouncer is installed").isTrue();
        }
    }

    @BeforeEach
    void createTenants() {
        server.execute("CREATE TABLE client (id bigint PRIMARY KEY, schema_name text)");
        server.execute("INSERT INTO client VALUES (1, 'acme'), (2, 'globex')");
        for (String schema : List.of("acme", "globex")) {
            server.execute("CREATE SCHEMA " + schema);
            server.execute("CREATE TABLE " + schema + ".note (id int PRIMARY KEY, text text)");
            server.execute("INSERT INTO " + schema + ".note VALUES (1, '" + schema + "')");
        }
    }

    @AfterEach
    void close() {
        pool.close();
        pooler.close();
        database.close();
    }

    private HikariDataSource pool(boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(pooler.url() + "?prepareThreshold=0");
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        config.setAutoCommit(autoCommit);
        return new HikariDataSource(config);
    }

    private static RoutingDataSource routing(HikariDataSource pool) {
        ConnectionRouter router = new ConnectionRouter(new SearchPaths(SchemaName.of("public"), List.of()))
                .asking(() -> Optional.of(new TenantRows("public.client", gone -> {})));
        return new RoutingDataSource(
                pool,
                router,
                new RoutingRules(
                        false,
                        false,
                        new RetiredTenants(),
                        ConnectionRetirement.closing(),
                        RoutingScope.TRANSACTION,
                        0));
    }

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
    }

    @Test
    void interleavesTwoTenantsOutsideOfTransactions() throws SQLException {
        try (Connection acme = connectionOf(ACME);
                Connection globex = connectionOf(GLOBEX)) {
            for (int i = 0; i < 5; i++) {
                assertThat(in(ACME, () -> read(acme))).isEqualTo("acme");
                assertThat(in(GLOBEX, () -> read(globex))).isEqualTo("globex");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interleavesTransactions(boolean autoCommit) throws SQLException {
        usePool(autoCommit);
        try (Connection acme = connectionOf(ACME);
                Connection globex = connectionOf(GLOBEX)) {
            acme.setAutoCommit(false);
            globex.setAutoCommit(false);
            for (int i = 0; i < 5; i++) {
                assertThat(in(ACME, () -> read(acme))).isEqualTo("acme");
                end(acme, i);
                assertThat(in(GLOBEX, () -> read(globex))).isEqualTo("globex");
                end(globex, i);
            }
        }
    }

    @Test
    void tellsNoTenantTheLastNumberThatAnotherDrew() throws SQLException {
        server.execute("CREATE SEQUENCE public.numbers");
        try (Connection acme = connectionOf(ACME);
                Connection globex = connectionOf(GLOBEX)) {
            in(ACME, () -> query(acme, "SELECT nextval('numbers')"));
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> in(GLOBEX, () -> query(globex, "SELECT lastval()")))
                    .satisfies(failure -> assertThat(failure.getSQLState()).isEqualTo("55000"));
        }
    }

    private static void end(Connection connection, int turn) throws SQLException {
        if (turn % 2 == 0) {
            connection.commit();
        } else {
            connection.rollback();
        }
    }

    @Test
    void staysWithItsTenantAfterARollbackToASavepoint() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            acme.setAutoCommit(false);
            in(ACME, () -> {
                Savepoint start = acme.setSavepoint();
                read(acme);
                acme.rollback(start);
                assertThat(read(acme)).isEqualTo("acme");
                return true;
            });
            acme.rollback();
        }
    }

    @Test
    void goesOnAfterAFailure() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(acme, "SELECT 1/0"));
                assertThat(acme.getAutoCommit()).isTrue();
                assertThat(read(acme)).isEqualTo("acme");
                return true;
            });
        }
    }

    @Test
    void commitsAStatementOutsideOfATransaction() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> execute(acme, "UPDATE note SET text = 'changed'"));
        }

        assertThat(server.queryForObject("SELECT text FROM acme.note", String.class))
                .isEqualTo("changed");
        assertThat(server.queryForObject("SELECT text FROM globex.note", String.class))
                .isEqualTo("globex");
    }

    @Test
    void letsAUserMoveThePathForATransaction() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            acme.setAutoCommit(false);
            in(ACME, () -> {
                execute(acme, "SET LOCAL search_path = public");
                assertThat(query(acme, "SHOW search_path")).isEqualTo("public");
                acme.commit();
                return assertThat(read(acme)).isEqualTo("acme");
            });
            acme.rollback();
        }
    }

    @Test
    void takesASessionWhenATransactionBegins() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                acme.setAutoCommit(false);
                return assertThat(transactionsOpen()).isOne();
            });
            acme.rollback();
            assertThat(transactionsOpen()).isZero();
        }
    }

    @Test
    void takesNoSessionForAnybodyElse() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(GLOBEX, () -> {
                acme.setAutoCommit(false);
                return assertThat(transactionsOpen()).isZero();
            });
            assertThat(in(ACME, () -> read(acme))).isEqualTo("acme");
            acme.rollback();
        }
    }

    private int transactionsOpen() {
        return Objects.requireNonNull(server.queryForObject(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
                Integer.class));
    }

    @Test
    void takesWhatIsSetAfterATransactionBegan() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                acme.setAutoCommit(false);
                acme.setReadOnly(true);
                acme.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(query(acme, "SHOW transaction_isolation")).isEqualTo("serializable");
                assertThat(query(acme, "SHOW transaction_read_only")).isEqualTo("on");
                return assertThat(read(acme)).isEqualTo("acme");
            });
            acme.rollback();
        }
    }

    @Test
    void leavesNothingInTheSession() throws SQLException {
        String before = unrouted();
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> read(acme));
        }

        assertThat(unrouted()).isEqualTo(before);
    }

    private String unrouted() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return query(connection, "SHOW search_path");
        }
    }

    @Test
    void readsAllRowsOfAResultThatWouldHaveBeenACursor() throws SQLException {
        server.execute("INSERT INTO acme.note SELECT n, 'acme' FROM generate_series(2, 100) n");
        try (Connection acme = connectionOf(ACME)) {
            int rows = in(ACME, () -> {
                try (Statement statement = acme.createStatement()) {
                    statement.setFetchSize(10);
                    int count = 0;
                    try (ResultSet result = statement.executeQuery("SELECT text FROM note")) {
                        while (result.next()) {
                            count++;
                        }
                    }
                    assertThat(statement.getFetchSize()).isEqualTo(10);
                    return count;
                }
            });
            assertThat(rows).isEqualTo(100);
        }
    }

    @Test
    void writesThroughAResultSetIntoTheTenantsTable() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                try (Statement statement =
                                acme.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                        ResultSet result = statement.executeQuery("SELECT id, text FROM note")) {
                    result.next();
                    result.updateString("text", "changed");
                    result.updateRow();
                }
                return true;
            });
        }

        assertThat(server.queryForObject("SELECT text FROM acme.note", String.class))
                .isEqualTo("changed");
    }

    @Test
    void describesParametersOfTheTenantsTable() throws SQLException {
        server.execute("ALTER TABLE globex.note ALTER text TYPE int USING 1");
        try (Connection acme = connectionOf(ACME);
                Connection globex = connectionOf(GLOBEX)) {
            assertThat(in(ACME, () -> typeOfParameter(acme))).isEqualTo("text");
            assertThat(in(GLOBEX, () -> typeOfParameter(globex))).isEqualTo("int4");
        }
    }

    private static String typeOfParameter(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM note WHERE text = ?")) {
            return statement.getParameterMetaData().getParameterTypeName(1);
        }
    }

    @Test
    void refusesADescriptionForWhichTheDriverWouldPrepareTheStatement() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                try (PreparedStatement statement = acme.prepareStatement("SELECT id FROM note")) {
                    assertThatExceptionOfType(SessionStateException.class).isThrownBy(statement::getMetaData);
                    statement.execute();
                    return assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("id");
                }
            });
        }
    }

    @Test
    void answersWhichSchemaItIs() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            assertThat(in(ACME, acme::getSchema)).isEqualTo("acme");
            DatabaseMetaData metaData = acme.getMetaData();
            in(ACME, () -> {
                try (ResultSet tables = metaData.getTables(null, "acme", "note", null)) {
                    return assertThat(tables.next()).isTrue();
                }
            });
        }
    }

    @Test
    void keepsTheIsolationOfATransactionToThatTransaction() {
        TransactionTemplate serializable = new TransactionTemplate(new JdbcTransactionManager(routing));
        serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        JdbcTemplate jdbc = new JdbcTemplate(routing);

        AtomicReference<String> inside = new AtomicReference<>();
        inTenant(ACME, () -> serializable.executeWithoutResult(status -> inside.set(isolation(jdbc, "transaction"))));
        AtomicReference<String> after = new AtomicReference<>();
        inTenant(GLOBEX, () -> after.set(isolation(jdbc, "transaction")));

        assertThat(inside.get()).isEqualTo("serializable");
        assertThat(after.get()).isEqualTo("read committed");
    }

    @Test
    void doesNotSetAnIsolationForEverybodyElse() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            acme.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);

            assertThat(isolation(new JdbcTemplate(pool), "default_transaction")).isEqualTo("read committed");
            assertThat(in(ACME, () -> query(acme, "SHOW transaction_isolation")))
                    .isEqualTo("serializable");
            assertThat(acme.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }

    private static String isolation(JdbcTemplate jdbc, String which) {
        return String.valueOf(jdbc.queryForObject("SHOW " + which + "_isolation", String.class));
    }

    @Test
    void refusesATenantWhoseSchemaIsMissing() throws SQLException {
        server.execute("INSERT INTO client VALUES (3, 'initech')");
        Tenant initech = tenant(3, "initech");
        try (Connection connection = connectionOf(initech)) {
            assertThatExceptionOfType(MissingSchemaException.class)
                    .isThrownBy(() -> in(initech, () -> read(connection)));
        }
    }

    @Test
    void refusesATenantThatWasDroppedBetweenTwoTransactions() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> read(acme));
            server.execute("UPDATE client SET id = 7 WHERE id = 1");

            assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> in(ACME, () -> read(acme)));
        }
    }

    @Test
    void refusesWhatIsMeantForTheSession() throws SQLException {
        try (Connection acme = connectionOf(ACME)) {
            in(ACME, () -> {
                assertThatExceptionOfType(SessionStateException.class)
                        .isThrownBy(() -> execute(acme, "SET search_path = globex"));
                assertThatExceptionOfType(SessionStateException.class)
                        .isThrownBy(() -> acme.prepareStatement("SELECT pg_advisory_lock(1)"));
                assertThatExceptionOfType(SessionStateException.class).isThrownBy(() -> acme.setSchema("globex"));
                assertThatExceptionOfType(SessionStateException.class).isThrownBy(() -> {
                    try (Statement statement = acme.createStatement()) {
                        statement.addBatch("COMMIT");
                    }
                });
                return assertThat(read(acme)).isEqualTo("acme");
            });
        }
    }

    private void usePool(boolean autoCommit) {
        pool.close();
        pool = pool(autoCommit);
        routing = routing(pool);
    }

    private Connection connectionOf(Tenant tenant) throws SQLException {
        return in(tenant, routing::getConnection);
    }

    private static String read(Connection connection) throws SQLException {
        return query(connection, "SELECT text FROM note WHERE id = 1");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static <T> T in(Tenant tenant, Work<T> work) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            return work.run();
        }
    }

    private static void inTenant(Tenant tenant, Runnable work) {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            work.run();
        }
    }

    @FunctionalInterface
    private interface Work<T> {

        T run() throws SQLException;
    }
}
