package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.PgDatabaseMetaData;
import org.postgresql.jdbc.PgResultSet;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.backend;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** What one tenant leaves in the session of the only connection, and what the next one finds. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class LeftOversIT {

    private static PoolOfOne tenants;

    LeftOversIT(RoutingStrategy strategy) {}

    @BeforeParameterizedClassInvocation
    static void start(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        tenants.jdbc().execute("CREATE ROLE other_" + tenants.database().name());
        tenants.jdbc()
                .execute("GRANT SELECT ON client TO other_%1$s; GRANT USAGE ON SCHEMA acme TO other_%1$s"
                        .formatted(tenants.database().name()));
        tenants.jdbc().execute("CREATE ROLE stranger_" + tenants.database().name());
        tenants.jdbc().execute("CREATE SEQUENCE public.numbers");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tenants.jdbc().execute("DROP OWNED BY other_" + tenants.database().name());
        tenants.jdbc().execute("DROP ROLE other_" + tenants.database().name());
        tenants.jdbc().execute("DROP ROLE stranger_" + tenants.database().name());
        tenants.close();
    }

    /** What is left, the query that finds it, and what it says where there is nothing; whether the session is given up. */
    static Stream<Arguments> leftOvers() {
        return tenants.haveRoles() ? others().stream() : Stream.concat(others().stream(), roles().stream());
    }

    /** Where tenants have roles, they do not even find themselves in another one the next time. */
    private static List<Arguments> roles() {
        return List.of(
                givenUp(
                        "a role",
                        "SET ROLE other_" + tenants.database().name(),
                        "SELECT current_user = session_user",
                        "t"),
                givenUp(
                        "a session authorization",
                        "SET SESSION AUTHORIZATION other_" + tenants.database().name(),
                        "SELECT session_user LIKE 'other%'",
                        "f"));
    }

    private static List<Arguments> others() {
        return List.of(
                gone(
                        "a temporary table",
                        "CREATE TEMPORARY TABLE kept AS SELECT 'secret' AS text",
                        "SELECT to_regclass('pg_temp.kept')",
                        null),
                gone(
                        "a temporary function",
                        "CREATE FUNCTION pg_temp.kept() RETURNS text LANGUAGE sql AS 'SELECT ''secret'''",
                        "SELECT to_regproc('pg_temp.kept')",
                        null),
                gone(
                        "a held cursor",
                        "DECLARE kept CURSOR WITH HOLD FOR SELECT name FROM owner",
                        "SELECT count(*) FROM pg_cursors WHERE is_holdable",
                        "0"),
                gone(
                        "a session lock",
                        "SELECT pg_advisory_lock(4711)",
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                        "0"),
                gone("the last number of a sequence", "SELECT nextval('public.numbers')", "SELECT lastval()", "55000"),
                givenUp("a channel", "LISTEN news", "SELECT count(*) FROM pg_listening_channels()", "0"),
                givenUp(
                        "a channel that a function listens to",
                        "SELECT public.listens()",
                        "SELECT count(*) FROM pg_listening_channels()",
                        "0"),
                givenUp(
                        "a custom setting",
                        "SET app.user_id = '1'",
                        "SELECT current_setting('app.user_id', true)",
                        null),
                givenUp(
                        "a custom setting by a function",
                        "SELECT set_config('app.user_id', '1', false)",
                        "SELECT current_setting('app.user_id', true)",
                        null),
                givenUp("a setting", "SET work_mem = '123kB'", "SELECT current_setting('work_mem') = '123kB'", "f"),
                givenUp(
                        "a setting of a block",
                        "DO $$ BEGIN SET work_mem = '123kB'; END $$",
                        "SELECT current_setting('work_mem') = '123kB'",
                        "f"),
                givenUp(
                        "a prepared statement",
                        "PREPARE kept AS SELECT 'secret'",
                        "SELECT count(*) FROM pg_prepared_statements WHERE from_sql",
                        "0"));
    }

    private static Arguments gone(String what, String leaving, String looking, @Nullable String nothing) {
        return Arguments.of(what, leaving, looking, nothing, false);
    }

    private static Arguments givenUp(String what, String leaving, String looking, @Nullable String nothing) {
        return Arguments.of(what, leaving, looking, nothing, true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leftOvers")
    void areNotFoundByTheNextTenant(
            String what, String leaving, String looking, @Nullable String nothing, boolean givenUp)
            throws SQLException {
        areNotFound(tenants.routed(true), leaving, looking, nothing, givenUp);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leftOvers")
    void areNotFoundByTheNextTenantWithoutAutoCommit(
            String what, String leaving, String looking, @Nullable String nothing, boolean givenUp)
            throws SQLException {
        areNotFound(tenants.routed(false), leaving, looking, nothing, givenUp);
    }

    private static void areNotFound(
            RoutingDataSource dataSource, String leaving, String looking, @Nullable String nothing, boolean givenUp)
            throws SQLException {
        tenants.jdbc()
                .execute("CREATE OR REPLACE FUNCTION public.listens() RETURNS void LANGUAGE plpgsql AS"
                        + " 'BEGIN LISTEN news; END'");
        assertThat(found(dataSource, GLOBEX, looking)).isEqualTo(nothing);
        for (int turn = 0; turn < 3; turn++) {
            String backend = backend(ACME, dataSource);
            run(ACME, dataSource, leaving);
            // As without us: what is left is there for the one who left it.
            assertThat(found(dataSource, ACME, looking)).isNotEqualTo(nothing);
            assertThat(backend(ACME, dataSource)).isEqualTo(backend);

            assertThat(found(dataSource, GLOBEX, looking)).isEqualTo(nothing);
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
            assertThat(backend(GLOBEX, dataSource).equals(backend)).isNotEqualTo(givenUp);
            assertThat(found(dataSource, ACME, looking)).isEqualTo(nothing);
        }
    }

    private static String found(RoutingDataSource dataSource, io.tenantschemas.tenant.Tenant tenant, String looking)
            throws SQLException {
        try {
            return query(tenant, dataSource, looking);
        } catch (SQLException refused) {
            return refused.getSQLState();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL app.user_id = '1'",
                "SELECT set_config('app.user_id', '1', true)",
                "SET LOCAL statement_timeout = 5000",
                "SET TRANSACTION READ ONLY",
                "SELECT set_config('search_path', 'globex', false)"
            })
    void givesUpNoSessionForWhatEndsWithTheTransaction(String sql) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(false);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, sql);

        assertThat(backend(GLOBEX, dataSource)).isEqualTo(backend);
        assertThat(query(GLOBEX, dataSource, "SELECT coalesce(current_setting('app.user_id', true), '')"))
                .isEmpty();
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void givesUpASessionWhoseRoleMayNotEvenLookUpTheTenant() throws SQLException {
        assumeThat(tenants.haveRoles()).isFalse();
        RoutingDataSource dataSource = tenants.routed(false);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, "SET ROLE stranger_" + tenants.database().name());

        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertThat(backend(ACME, dataSource)).isNotEqualTo(backend);
    }

    @Test
    void endsATransactionThatWasBegunBehindTheDriversBackAtOnce() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        run(ACME, dataSource, "BEGIN; UPDATE owner SET name = 'locked'");

        await().untilAsserted(() -> assertThat(tenants.jdbc()
                        .queryForObject(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND state LIKE 'idle in transaction%'",
                                Integer.class))
                .isZero());
    }

    @Test
    void givesUpASessionWhoseRoleMayNotUseTheTenantsSchema() throws SQLException {
        String role = "reporting_" + tenants.database().name();
        tenants.jdbc().execute("CREATE ROLE " + role);
        tenants.jdbc().execute("GRANT SELECT ON public.client TO " + role);
        RoutingDataSource dataSource = tenants.routed(true);
        run(ACME, dataSource, "SET ROLE " + role);
        try {
            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        } finally {
            tenants.jdbc().execute("DROP OWNED BY " + role);
            tenants.jdbc().execute("DROP ROLE " + role);
        }
    }

    @Test
    void givesUpTheSessionAlsoForTheSharedTables() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, "SET app.user_id = '1'");

        try (Connection connection = dataSource.getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT pg_backend_pid()")).isNotEqualTo(backend);
        }
    }

    @Test
    void keepsWhatThePoolSetUp() throws SQLException {
        HikariDataSource pool = tenants.pool(false);
        pool.setConnectionInitSql("SET app.of_the_pool = 'kept'");
        pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        RoutingDataSource dataSource = tenants.routed(pool, false);

        for (String leaving : List.of("SET app.of_the_pool = 'other'", "RESET ALL", "CREATE TEMPORARY TABLE t ()")) {
            run(ACME, dataSource, leaving);
            assertThat(query(GLOBEX, dataSource, "SHOW app.of_the_pool")).isEqualTo("kept");
            assertThat(query(GLOBEX, dataSource, "SHOW transaction_isolation")).isEqualTo("serializable");
        }
    }

    @Test
    void namesTheTenantInTheServersActivity() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(false);
        String ofThePool = tenants.jdbc().queryForObject("SHOW application_name", String.class);
        assertThat(query(ACME, dataSource, "SHOW application_name")).isEqualTo("acme@" + ofThePool);
        String backend = in(ACME, dataSource, connection -> {
            connection.setClientInfo("ApplicationName", "acme's");
            connection.setClientInfo("ApplicationName", "still acme's");
            connection.commit();
            return PoolOfOne.single(connection, "SELECT pg_backend_pid()");
        });
        assertThat(query(ACME, dataSource, "SHOW application_name")).isEqualTo("still acme's");

        assertThat(query(GLOBEX, dataSource, "SHOW application_name")).isEqualTo("globex@" + ofThePool);
        assertThat(backend(GLOBEX, dataSource)).isEqualTo(backend);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(PoolOfOne.single(connection, "SHOW application_name")).isEqualTo(ofThePool);
        }
    }

    @Test
    void givesUpASessionWhoseTransactionWasBegunBehindTheDriversBack() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, "BEGIN");

        assertThat(backend(ACME, dataSource)).isNotEqualTo(backend);

        run(ACME, dataSource, "BEGIN");
        in(GLOBEX, dataSource, connection -> {
            // Would bring back acme's path, if the path were set within that transaction.
            connection.setAutoCommit(false);
            connection.rollback();
            assertThat(PoolOfOne.single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            connection.rollback();
            return true;
        });
    }

    @Test
    void leavesNoNotificationWithTheDriver() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        run(ACME, dataSource, "LISTEN news", "NOTIFY news, 'of acme'");

        in(GLOBEX, dataSource, connection -> {
            assertThat(connection.unwrap(PGConnection.class).getNotifications()).isNullOrEmpty();
            return true;
        });
    }

    @Test
    void leavesNoWarning() throws SQLException {
        RoutingDataSource dataSource =
                tenants.routed(new WithoutCare(tenants.database().dataSource().getConnection()));
        in(ACME, dataSource, connection -> {
            connection.prepareStatement("SELECT 1").close();
            // Outside a transaction, which PostgreSQL warns of; the driver keeps warnings of the connection itself.
            connection.setClientInfo("Nothing", "secret");
            SQLWarning warning = connection.getWarnings();
            assertThat(warning != null).isTrue();
            return true;
        });

        in(GLOBEX, dataSource, connection -> {
            SQLWarning warning = connection.getWarnings();
            assertThat(warning == null).isTrue();
            return true;
        });
    }

    @Test
    void takesOutOfServiceWhatAnyPoolHandsOut() throws SQLException {
        HikariDataSource pool = tenants.pool(true);
        RoutingDataSource dataSource = new RoutingDataSource(
                new DelegatingDataSource(pool),
                new ConnectionRouter(new SearchPaths(SchemaName.of("public"), List.of())),
                false);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, "SET app.user_id = '1'");

        assertThat(backend(GLOBEX, dataSource)).isNotEqualTo(backend);
        assertGone(backend);
        assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(1);
    }

    @Test
    void closesWhatItTakesOutOfService() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        String backend = backend(ACME, dataSource);
        run(ACME, dataSource, "SET app.user_id = '1'");

        assertThat(backend(GLOBEX, dataSource)).isNotEqualTo(backend);
        assertGone(backend);
    }

    @Test
    void refusesAConnectionThatComesAgainAfterItWasTakenOutOfService() throws SQLException {
        Connection only = tenants.database().dataSource().getConnection();
        RoutingDataSource dataSource = tenants.routed(new WithoutCare(only));
        run(ACME, dataSource, "SET app.user_id = '1'");

        try (TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);
        }
    }

    private static void assertGone(String backend) {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> tenants.jdbc()
                        .queryForList("SELECT pid FROM pg_stat_activity WHERE pid = " + backend)
                        .isEmpty());
    }

    @Test
    void givesUpASessionThatCannotBeRemembered() throws SQLException {
        Unknown unknown = new Unknown(tenants.pool(true));
        RoutingDataSource dataSource = tenants.routed(unknown);
        String backend = backend(ACME, dataSource);
        assertThat(backend(GLOBEX, dataSource)).isEqualTo(backend);
        run(ACME, dataSource, "CREATE TEMPORARY TABLE kept ()");
        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.kept')"))
                .isNull();

        run(ACME, dataSource, "SET app.user_id = '1'");

        assertThat(backend(GLOBEX, dataSource)).isNotEqualTo(backend);
    }

    @Test
    void givesUpASessionInWhichAnythingMayHaveBeenDone() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        in(ACME, dataSource, connection -> {
            PoolOfOne.execute(connection.unwrap(RoutedConnection.class).target(), "SET app.user_id = '1'");
            return true;
        });

        assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                .isNull();
    }

    @Test
    void givesUpASessionWhoseDriversObjectsWereHandedOut() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        in(ACME, dataSource, connection -> {
            Connection drivers = (Connection) connection.unwrap(PGConnection.class);
            PoolOfOne.execute(drivers, "SET app.user_id = '1'");
            return true;
        });
        assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                .isNull();

        in(ACME, dataSource, connection -> {
            try (Statement statement = connection.createStatement()) {
                return ((Statement) statement.unwrap(PGStatement.class)).execute("SET app.user_id = '1'");
            }
        });
        assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                .isNull();
    }

    @Test
    void givesUpASessionWhoseDriversObjectsWereReachedByResultsAndDescriptions() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        in(ACME, dataSource, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT 1")) {
                Statement drivers = result.unwrap(PgResultSet.class).getStatement();
                return drivers.execute("SET app.user_id = '1'");
            }
        });
        assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                .isNull();

        in(ACME, dataSource, connection -> {
            DatabaseMetaData drivers = connection.getMetaData().unwrap(PgDatabaseMetaData.class);
            PoolOfOne.execute(drivers.getConnection(), "SET app.user_id = '1'");
            return true;
        });
        assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                .isNull();
    }

    @Test
    void seesWhatIsDoneThroughEveryKindOfStatement() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        List<PoolOfOne.Work<Boolean>> ways = List.of(
                connection ->
                        connection.prepareStatement("SET app.user_id = '1'").execute(),
                connection -> connection.prepareCall("SET app.user_id = '1'").execute(),
                connection -> connection.createStatement().executeUpdate("SET app.user_id = '1'") == 0,
                connection -> connection.createStatement().executeLargeUpdate("SET app.user_id = '1'") == 0,
                connection -> connection
                        .createStatement()
                        .executeQuery("SELECT set_config('app.user_id', '1', false)")
                        .next(),
                connection -> {
                    java.sql.Statement statement = connection.createStatement();
                    statement.addBatch("SET app.user_id = '1'");
                    return statement.executeBatch().length == 1;
                });
        for (PoolOfOne.Work<Boolean> way : ways) {
            in(ACME, dataSource, way);
            assertThat(query(ACME, dataSource, "SHOW app.user_id")).isEqualTo("1");
            assertThat(query(GLOBEX, dataSource, "SELECT current_setting('app.user_id', true)"))
                    .isNull();
        }
    }
}
