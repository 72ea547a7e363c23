package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * One connection, one statement, and tenants whose tables differ by a migration: what was prepared for the one must not be
 * used for the other, where PostgreSQL would say that a cached plan must not change its result type.
 */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class PreparedAcrossTenantsIT {

    /** More often than the driver asks of a statement before it prepares it on the server. */
    private static final int OFTEN = 8;

    private static PoolOfOne tenants;

    private final RoutingStrategy strategy;

    PreparedAcrossTenantsIT(RoutingStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeParameterizedClassInvocation
    static void start(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        tenants.jdbc().execute("""
                CREATE TABLE acme.item (id int, name text);
                INSERT INTO acme.item VALUES (1, 'of acme');
                CREATE TABLE globex.item (id bigint, name varchar(50), price numeric);
                INSERT INTO globex.item VALUES (1, 'of globex', 1.5);
                """);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        tenants.close();
    }

    @AfterEach
    void dropTheTenantThatGotTheName() {
        tenants.jdbc().execute("DROP SCHEMA IF EXISTS initech CASCADE");
        tenants.jdbc().execute("DELETE FROM client WHERE schema_name = 'initech'");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTurns(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(autoCommit);

        for (int turn = 0; turn < OFTEN; turn++) {
            assertReads(ACME, dataSource, 1);
            assertReads(GLOBEX, dataSource, 1);
        }
        for (int turn = 0; turn < 3; turn++) {
            assertReads(ACME, dataSource, OFTEN);
            assertReads(GLOBEX, dataSource, OFTEN);
        }
    }

    @Test
    void takesTurnsInTransactionsThatAreRolledBack() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(false);

        for (int turn = 0; turn < 2 * OFTEN; turn++) {
            Tenant tenant = turn % 2 == 0 ? ACME : GLOBEX;
            in(tenant, dataSource, connection -> {
                for (int i = 0; i < OFTEN; i++) {
                    assertThat(read(connection)).isEqualTo("of " + tenant.schema());
                }
                connection.rollback();
                assertThat(read(connection)).isEqualTo("of " + tenant.schema());
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTurnsWhereThePathIsSetForTransactions(boolean autoCommit) throws SQLException {
        RoutingDataSource dataSource = byTransaction(autoCommit);

        for (int turn = 0; turn < OFTEN; turn++) {
            assertReads(ACME, dataSource, 1 + turn % 3);
            assertReads(GLOBEX, dataSource, 1 + turn % 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesTurnsInTransactionsOfOneCheckoutEach(boolean commits) throws SQLException {
        RoutingDataSource dataSource = byTransaction(false);

        for (int turn = 0; turn < OFTEN; turn++) {
            Tenant tenant = turn % 2 == 0 ? ACME : GLOBEX;
            in(tenant, dataSource, connection -> {
                for (int i = 0; i < 2 * OFTEN; i++) {
                    assertThat(read(connection)).isEqualTo("of " + tenant.schema());
                    if (i % 2 == 0) {
                        continue;
                    }
                    if (commits) {
                        connection.commit();
                    } else {
                        connection.rollback();
                    }
                }
                return true;
            });
        }
    }

    @Test
    void isAnotherStatementForEachTenantWhereAPoolerMayShareItByItsText() throws SQLException {
        HikariDataSource pool = tenants.pool(true);
        RoutingDataSource dataSource = byTransaction(pool);

        assertReads(ACME, dataSource, 1);
        assertThat(textsPreparedIn(pool)).containsExactly("SELECT * FROM item WHERE id = $1 /*acme#1*/");
        assertReads(GLOBEX, dataSource, 1);
        assertThat(textsPreparedIn(pool)).contains("SELECT * FROM item WHERE id = $1 /*globex#2*/");
        try (Connection shared = dataSource.getConnection();
                PreparedStatement statement = shared.prepareStatement("SELECT * FROM item WHERE id = ?")) {
            assertThat(statement.toString()).doesNotContain("/*");
        }
    }

    private static List<String> textsPreparedIn(HikariDataSource pool) {
        return new JdbcTemplate(pool)
                .queryForList(
                        "SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT * FROM %item%'",
                        String.class);
    }

    private static RoutingDataSource byTransaction(boolean autoCommit) {
        return byTransaction(tenants.pool(autoCommit));
    }

    private static RoutingDataSource byTransaction(HikariDataSource pool) {
        pool.addDataSourceProperty("prepareThreshold", "1");
        return tenants.routedByTransaction(pool);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('search_path', 'globex', false)",
                "SET search_path = globex",
                "SET SCHEMA 'globex'"
            })
    void surviveUserSqlThatMovedThePath(String moving) throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);

        for (int turn = 0; turn < 3; turn++) {
            assertReads(ACME, dataSource, OFTEN);
            in(ACME, dataSource, connection -> {
                execute(connection, moving, "DISCARD PLANS");
                for (int i = 0; i < OFTEN; i++) {
                    // Another text, as the user's own statements on the path that they set are their own affair.
                    try (PreparedStatement statement =
                            connection.prepareStatement("SELECT i.* FROM item i WHERE id = ?")) {
                        statement.setInt(1, 1);
                        statement.executeQuery().close();
                    }
                }
                return true;
            });
            in(ACME, dataSource, connection -> {
                // The driver repeats a failed statement outside of transactions only.
                connection.setAutoCommit(false);
                try (PreparedStatement statement = connection.prepareStatement("SELECT i.* FROM item i WHERE id = ?")) {
                    statement.setInt(1, 1);
                    ResultSet result = statement.executeQuery();
                    result.next();
                    assertThat(result.getString("name")).isEqualTo("of acme");
                }
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotUsedForATenantThatGotTheName(RoutingScope scope) throws SQLException {
        RoutingDataSource dataSource = scope == RoutingScope.SESSION ? tenants.routed(true) : byTransaction(true);
        Tenant first = PoolOfOne.tenant(3, "initech");
        tenants.create(first);
        tenants.jdbc().execute("CREATE TABLE initech.item (id int, name text)");
        tenants.jdbc().execute("INSERT INTO initech.item VALUES (1, 'of initech')");
        assertReads(first, dataSource, OFTEN);

        tenants.jdbc().execute("DROP SCHEMA initech CASCADE");
        tenants.jdbc().execute("DELETE FROM client WHERE id = 3");
        Tenant second = PoolOfOne.tenant(4, "initech");
        tenants.create(second);
        tenants.jdbc().execute("CREATE TABLE initech.item (id bigint, name varchar(50), price numeric)");
        tenants.jdbc().execute("INSERT INTO initech.item VALUES (1, 'of initech', 1.5)");
        for (int turn = 0; turn < OFTEN; turn++) {
            in(second, dataSource, connection -> {
                // The driver repeats a failed statement outside of transactions only.
                connection.setAutoCommit(false);
                assertThat(read(connection)).isEqualTo("of initech");
                return true;
            });
        }
    }

    @Test
    void staysPreparedForTheSameTenant() throws SQLException {
        RoutingDataSource dataSource = tenants.routed(true);
        for (int i = 0; i < 3 * OFTEN; i++) {
            assertReads(ACME, dataSource, 1);
        }

        assertThat(PoolOfOne.query(
                        ACME,
                        dataSource,
                        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT * FROM %item%'"))
                .isEqualTo("1");
        assertThat(Integer.parseInt(PoolOfOne.query(
                        ACME,
                        dataSource,
                        "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
                                + " WHERE statement LIKE 'SELECT * FROM %item%'")))
                .isGreaterThan(OFTEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNotParsedAgainAfterOthersHadTheirTurn(boolean autoCommit) throws SQLException {
        assumeThat(strategy == RoutingStrategy.SEARCH_PATH && tenants.reportsPaths())
                .as("the driver drops all that it prepared with each path that the server reports")
                .isFalse();
        HikariDataSource pool = tenants.pool(autoCommit);
        RoutingDataSource dataSource = tenants.routed(pool);
        assertReads(ACME, dataSource, OFTEN);
        Prepared before = preparedFor(ACME, pool);

        for (int turn = 0; turn < OFTEN; turn++) {
            assertReads(GLOBEX, dataSource, 1);
            assertReads(ACME, dataSource, 1);
        }

        assertThat(preparedFor(ACME, pool)).isEqualTo(before.executedAgain(OFTEN));
    }

    private static Prepared preparedFor(Tenant tenant, HikariDataSource pool) {
        return new JdbcTemplate(pool)
                .queryForObject(
                        "SELECT name, prepare_time::text, generic_plans + custom_plans FROM pg_prepared_statements"
                                + " WHERE statement LIKE 'SELECT * FROM %item%/*" + tenant.schema() + "#%'",
                        (row, number) -> new Prepared(row.getString(1), row.getString(2), row.getLong(3)));
    }

    /** A statement that is prepared on the server, which is another one once it is parsed again. */
    private record Prepared(String name, String at, long executions) {

        Prepared executedAgain(int times) {
            return new Prepared(name, at, executions + times);
        }
    }

    private static void assertReads(Tenant tenant, RoutingDataSource dataSource, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            assertThat(in(tenant, dataSource, PreparedAcrossTenantsIT::read)).isEqualTo("of " + tenant.schema());
        }
    }

    private static String read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM item WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString("name");
            }
        }
    }
}
