package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.TenantSchemasException;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What becomes of the connection of a tenant that is dropped or renamed between its checkout and its first use. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class RefusedUseIT {

    private final PoolOfOne tenants;

    private final HikariDataSource pool;

    private final RoutingDataSource dataSource;

    RefusedUseIT(RoutingStrategy strategy) {
        tenants = new PoolOfOne(strategy);
        pool = tenants.pool(true);
        dataSource = tenants.routed(pool);
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    private void retireAcme() {
        tenants.retired().retire(ACME.id(), ACME.schema());
    }

    /** Returns a template, for connections on each of which that is done before they are used. */
    private static JdbcTemplate template(RoutingDataSource dataSource, Runnable afterwards) {
        return new JdbcTemplate(new DelegatingDataSource(dataSource) {

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                afterwards.run();
                return connection;
            }
        });
    }

    private static void assertRefused(Class<? extends TenantSchemasException> reason, JdbcTemplate jdbc, String sql) {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(reason)
                    .isThrownBy(() -> jdbc.queryForStream(sql, (row, number) -> row.getString(1)));
        }
    }

    @Test
    void aStreamLosesNoConnection() throws SQLException {
        assertRefused(StaleTenantException.class, template(dataSource, this::retireAcme), "SELECT name FROM owner");
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    static Stream<Arguments> doneElsewhere() {
        return Stream.of(
                arguments(StaleTenantException.class, "DELETE FROM client WHERE id = 1"),
                arguments(MissingSchemaException.class, "DROP SCHEMA acme CASCADE"));
    }

    @ParameterizedTest
    @MethodSource("doneElsewhere")
    void neitherDoesOneThatTheServerIsAskedForTooLate(Class<? extends TenantSchemasException> reason, String change)
            throws SQLException {
        Assumptions.assumeThat(tenants.strategy())
                .as("the others ask at the checkout")
                .isEqualTo(RoutingStrategy.QUALIFIED);
        JdbcTemplate jdbc = template(dataSource, () -> tenants.jdbc().execute(change));
        assertRefused(reason, jdbc, "SELECT name FROM only_the_path_tells_where");
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @ParameterizedTest
    @MethodSource("doneElsewhere")
    void neitherDoesOneThatIsPointedForATransaction(Class<? extends TenantSchemasException> reason, String change)
            throws SQLException {
        RoutingDataSource byTransaction = tenants.routedByTransaction(pool);
        JdbcTemplate jdbc = template(byTransaction, () -> tenants.jdbc().execute(change));
        assertRefused(reason, jdbc, "SELECT name FROM owner");
        assertThat(owner(GLOBEX, byTransaction)).isEqualTo("globex");
    }

    @Test
    void neitherDoesOneThatIsRefusedWhenItIsExecuted() throws SQLException {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        PreparedStatementCreator creator = connection -> {
            PreparedStatement statement = connection.prepareStatement("SELECT name FROM owner");
            retireAcme();
            return statement;
        };
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() -> jdbc.queryForStream(creator, null, (row, number) -> row.getString(1)));
        }
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void whoeverHasItTidiesUpAsEverAndTouchesNobodys() throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            Connection refused = dataSource.getConnection();
            refused.setAutoCommit(false);
            retireAcme();
            assertThatExceptionOfType(StaleTenantException.class).isThrownBy(refused::createStatement);
            tenants.retired().reinstate(ACME.id(), ACME.schema());
            try (TenantScope another = TenantScope.open(TenantBinding.to(GLOBEX));
                    Connection globex = dataSource.getConnection()) {
                globex.setAutoCommit(false);
                assertThat(single(globex, "SELECT count(*) FROM owner")).isEqualTo("3");
                tidyUp(refused);
                assertThat(globex.getAutoCommit()).isFalse();
                assertThat(single(globex, "SELECT count(*) FROM owner")).isEqualTo("3");
                globex.commit();
            }
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    private static void tidyUp(Connection refused) throws SQLException {
        try (TenantScope again = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> refused.prepareStatement("SELECT 1"))
                    .withMessageContaining("'acme'")
                    .withCauseInstanceOf(StaleTenantException.class);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(refused::commit)
                    .withCauseInstanceOf(StaleTenantException.class);
            refused.rollback();
            refused.setAutoCommit(true);
            refused.setReadOnly(false);
            refused.close();
            assertThat(refused.isClosed()).isTrue();
            assertThat(refused.getAutoCommit()).isTrue();
        }
    }

    @Test
    void whatWasDoneBeforeIsForItsOwnerToEnd() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setAutoCommit(false);
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("acme");
            retireAcme();
            assertThatExceptionOfType(StaleTenantException.class).isThrownBy(connection::createStatement);
            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.getAutoCommit()).isFalse();
            connection.rollback();
            return true;
        });
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }
}
