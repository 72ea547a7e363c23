package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Connections that become the role of the tenant for which they are handed out. */
class RoleIT {

    private final PoolOfOne tenants = new PoolOfOne(RoutingStrategy.ROLE);

    private StatementCounter counter;

    private RoutingDataSource dataSource;

    @BeforeEach
    void start() throws SQLException {
        tenants.hear(1);
        tenants.jdbc()
                .execute("CREATE FUNCTION public.become(role text) RETURNS text LANGUAGE sql"
                        + " AS $$ SELECT set_config('role', role, false) $$");
        use(tenants.pool(true));
    }

    private void use(HikariDataSource pool) throws SQLException {
        counter = new StatementCounter(pool);
        dataSource = tenants.routed(counter.dataSource());
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    private static String role(Tenant tenant, RoutingDataSource dataSource) throws SQLException {
        return query(tenant, dataSource, "SELECT current_user || ' in ' || current_schema()");
    }

    private String unbound(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return PoolOfOne.single(connection, sql);
        }
    }

    private int cost(Work work) throws SQLException {
        int before = counter.executed();
        work.run();
        return counter.executed() - before - 1;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void becomesTheRoleOfEachTenant(boolean autoCommit) throws SQLException {
        use(tenants.pool(autoCommit));

        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
        assertThat(role(GLOBEX, dataSource)).isEqualTo("globex in globex");
        assertThat(unbound("SELECT current_user || ' in ' || current_schema()"))
                .isEqualTo(tenants.database().username() + " in public");
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
    }

    @Test
    void leavesTheTextOfThePathAlone() throws SQLException {
        String path = query(ACME, dataSource, "SHOW search_path");

        assertThat(path).isEqualTo("\"$user\", public, pg_temp");
        assertThat(query(GLOBEX, dataSource, "SHOW search_path")).isEqualTo(path);
        assertThat(unbound("SHOW search_path")).isEqualTo(path);
        run(ACME, dataSource, "SET search_path = globex");
        assertThat(query(ACME, dataSource, "SHOW search_path")).isEqualTo(path);
    }

    @Test
    void costsNothingWhereTheSameTenantComesAgainAndOneTripForAnother() throws SQLException {
        assertThat(cost(() -> owner(ACME, dataSource))).isZero();
        assertThat(cost(() -> owner(GLOBEX, dataSource))).isOne();
        assertThat(cost(() -> owner(GLOBEX, dataSource))).isZero();
        assertThat(cost(() -> unbound("SELECT 1"))).isOne();
        assertThat(cost(() -> owner(GLOBEX, dataSource))).isOne();
    }

    @Test
    void keepsWhatWasPreparedForEachTenant() throws SQLException {
        for (int i = 0; i < 6; i++) {
            prepared(ACME);
            prepared(GLOBEX);
        }

        assertThat(unbound("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM owner WHERE%'"))
                .isEqualTo("2");
    }

    @Test
    void becomesEachInWordsThatAreParsedOnce() throws SQLException {
        for (int i = 0; i < 12; i++) {
            owner(ACME, dataSource);
            owner(GLOBEX, dataSource);
        }

        assertThat(unbound("SELECT count(*) || ' ' || (min(generic_plans + custom_plans) > 10)"
                        + " FROM pg_prepared_statements WHERE statement LIKE 'SELECT%set_role%' AND NOT from_sql"))
                .isEqualTo("1 true");
    }

    private void prepared(Tenant tenant) throws SQLException {
        in(tenant, dataSource, connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM owner WHERE name <> ?")) {
                statement.setString(1, "nobody");
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getString(1)).isEqualTo(tenant.schema().value());
                }
            }
            return true;
        });
    }

    @Test
    void namesTheTenantToTheServer() throws SQLException {
        assertThat(query(GLOBEX, dataSource, "SHOW application_name")).startsWith("globex@");
    }

    @Test
    void refusesATenantWithoutRole() throws SQLException {
        tenants.jdbc().execute("ALTER SCHEMA globex OWNER TO CURRENT_USER; DROP OWNED BY globex; DROP ROLE globex");

        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> owner(GLOBEX, dataSource))
                .withMessageContaining("role of that name does not exist");
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
    }

    @Test
    void refusesATenantWhoseSchemaIsMissing() throws SQLException {
        tenants.jdbc().execute("DROP SCHEMA globex CASCADE");

        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
    }

    @Test
    void takesATenantWithoutRowForDroppedAlsoWhereItsRoleIsGone() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 2; DROP SCHEMA globex CASCADE");
        tenants.jdbc().execute("DROP OWNED BY globex; DROP ROLE globex");

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
        assertThat(tenants.forgotten()).containsExactly(GLOBEX);
    }

    @Test
    void saysThatTheUserMayNotBecomeTheRole() throws SQLException {
        String user = tenants.database().name() + "_weak";
        tenants.jdbc()
                .execute("CREATE ROLE %s LOGIN PASSWORD 'secret'; GRANT SELECT ON client TO %1$s".formatted(user));
        try {
            HikariDataSource pool = tenants.pool(true);
            pool.setUsername(user);
            pool.setPassword("secret");
            RoutingDataSource weak = tenants.routed(pool);

            assertThatExceptionOfType(RoleRefusedException.class)
                    .isThrownBy(() -> owner(GLOBEX, weak))
                    .withMessageContaining("tenant 'globex'")
                    .satisfies(refused -> assertThat(refused.tenant()).isEqualTo(GLOBEX));
            pool.close();
        } finally {
            tenants.jdbc().execute("DROP OWNED BY %s; DROP ROLE %1$s".formatted(user));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESET ROLE",
                "SET ROLE globex",
                "SET ROLE NONE",
                "SELECT set_config('role', 'globex', false)",
                "DO $$ BEGIN SET ROLE globex; END $$",
                "SET SESSION AUTHORIZATION globex"
            })
    void becomesTheRoleAgainAfterTheTenantBecameAnother(String sql) throws SQLException {
        run(ACME, dataSource, sql);

        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
        run(ACME, dataSource, sql);
        assertThat(role(GLOBEX, dataSource)).isEqualTo("globex in globex");
        run(ACME, dataSource, sql);
        assertThat(unbound("SELECT current_user")).isEqualTo(tenants.database().username());
    }

    @Test
    void becomesTheRoleAgainASecondAfterAFunctionMadeItAnother() throws SQLException {
        run(ACME, dataSource, "SELECT public.become('globex')");
        tenants.pass(Duration.ofSeconds(1));

        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
        run(ACME, dataSource, "SELECT public.become('globex')");
        assertThat(unbound("SELECT current_user")).isEqualTo(tenants.database().username());
    }

    @Test
    void becomesTheRoleOutsideOfTransactions() throws SQLException {
        use(tenants.pool(false));
        in(GLOBEX, dataSource, connection -> {
            PoolOfOne.single(connection, "SELECT name FROM owner");
            connection.rollback();
            assertThat(PoolOfOne.single(connection, "SELECT current_user")).isEqualTo("globex");
            connection.rollback();
            return true;
        });
        assertThat(role(GLOBEX, dataSource)).isEqualTo("globex in globex");
    }

    @Test
    void asksForTheRowAsTheUser() throws SQLException {
        tenants.jdbc().execute("REVOKE ALL ON client FROM PUBLIC, acme, globex");

        assertThat(role(GLOBEX, dataSource)).isEqualTo("globex in globex");
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void becomesTheRoleForEachTransactionBehindAPooler(boolean autoCommit) throws SQLException {
        HikariDataSource pool = tenants.pool(autoCommit);
        RoutingDataSource byTransaction = tenants.routedByTransaction(pool);

        assertThat(role(ACME, byTransaction)).isEqualTo("acme in acme");
        assertThat(role(GLOBEX, byTransaction)).isEqualTo("globex in globex");
        try (Connection left = pool.getConnection()) {
            assertThat(PoolOfOne.single(left, "SELECT current_user"))
                    .isEqualTo(tenants.database().username());
        }
    }

    @Test
    void handsOutTheUserHimselfForWorkThatIsNotRouted() throws SQLException {
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");

        try (Connection connection = dataSource.unroutedAsUser().getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT current_user"))
                    .isEqualTo(tenants.database().username());
        }
        assertThat(role(ACME, dataSource)).isEqualTo("acme in acme");
    }

    @Test
    void handsOutTheUserHimselfAfterTheFirstTenantWasRefused() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");
        RoutingDataSource fresh = tenants.routed(tenants.pool(true));
        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, fresh));

        try (Connection connection = fresh.unroutedAsUser().getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT current_user"))
                    .isEqualTo(tenants.database().username());
        }
    }

    @Test
    void pointsWithinATransactionAndBack() throws SQLException {
        try (Connection connection = tenants.pool(false).getConnection()) {
            dataSource.pointInTransaction(connection, TenantBinding.to(ACME));
            assertThat(PoolOfOne.single(connection, "SELECT current_user")).isEqualTo("acme");
            dataSource.pointInTransaction(connection, TenantBinding.toShared());
            assertThat(PoolOfOne.single(connection, "SELECT current_user || ' in ' || current_schema()"))
                    .isEqualTo(tenants.database().username() + " in public");
            connection.rollback();
        }
    }

    @Test
    void tellsThatItIsInForce() {
        assertThat(dataSource.choice()).isEqualTo(new RoutingChoice(RoutingStrategy.ROLE, "as configured", 0));
        assertThat(dataSource.choice().property()).isEqualTo("role");
    }

    @Test
    void isRefusedWhereTheRouterBecomesNobody() {
        ConnectionRouter router = new ConnectionRouter(dataSource.router().paths());
        RoutingRules rules = RoutingRules.strict(false).by(RoutingStrategy.ROLE, new TenantRelations());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutingDataSource(dataSource.unrouted(), router, rules));
    }

    @Test
    void refusesTablesOfOthersWhatAStatementSays() throws SQLException {
        tenants.jdbc().execute("REVOKE ALL ON SCHEMA globex FROM PUBLIC; REVOKE ALL ON globex.owner FROM PUBLIC");

        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> PoolOfOne.single(connection, "SELECT name FROM globex.owner"))
                    .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        }
    }

    @FunctionalInterface
    private interface Work {

        void run() throws SQLException;
    }
}
