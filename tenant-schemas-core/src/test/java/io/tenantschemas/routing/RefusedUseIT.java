package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    /** Returns a template whose connections are those of a tenant that is gone by then. */
    private JdbcTemplate tooLate() {
        return new JdbcTemplate(new DelegatingDataSource(dataSource) {

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                retireAcme();
                return connection;
            }
        });
    }

    @Test
    void aStreamLosesNoConnection() throws SQLException {
        JdbcTemplate jdbc = tooLate();
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() -> jdbc.queryForStream("SELECT name FROM owner", (row, number) -> row.getString(1)));
        }
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
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
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() -> refused.prepareStatement("SELECT 1"));
            assertThatExceptionOfType(StaleTenantException.class).isThrownBy(refused::commit);
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
