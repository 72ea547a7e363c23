package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Two tenants whose statements name the schema themselves, on one connection that counts what it is asked. */
abstract class QualifiedPoolOfOne {

    /** The path of a connection that points at no tenant. */
    static final String NEUTRAL = "public, pg_temp";

    /** Reads the tenant's table by the path, because of the function beside it. */
    static final String BY_PATH = "SELECT name FROM owner, pg_catalog.generate_series(1, 1) LIMIT 1";

    private final RoutingStrategy strategy;

    PoolOfOne tenants;

    StatementCounter counter;

    RoutingDataSource dataSource;

    QualifiedPoolOfOne() {
        this(RoutingStrategy.QUALIFIED);
    }

    QualifiedPoolOfOne(RoutingStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void start() throws SQLException {
        use(strategy, true);
    }

    final void use(RoutingStrategy strategy, boolean autoCommit) throws SQLException {
        stop();
        tenants = new PoolOfOne(strategy);
        tenants.hear(1);
        counter = new StatementCounter(tenants.pool(autoCommit));
        dataSource = tenants.routed(counter.dataSource());
    }

    @AfterEach
    final void stop() {
        if (tenants != null) {
            tenants.close();
        }
    }

    void meetBoth() throws SQLException {
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    /** Returns how many statements it costs besides its own that a tenant reads its table. */
    int cost(Tenant tenant) throws SQLException {
        int before = counter.executed();
        assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
        return counter.executed() - before - 1;
    }

    /** Returns the path of the session, which nothing was asked of meanwhile. */
    static String path(Connection connection) throws SQLException {
        return single(connection.unwrap(RoutedConnection.class).target(), "SHOW search_path");
    }

    static void inTransaction(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void assertPath(Tenant tenant, String path) throws SQLException {
        in(tenant, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo(path);
            return true;
        });
    }

    static void assertFindsTables(Connection connection) throws SQLException {
        assertThat(single(connection, BY_PATH)).isEqualTo("acme");
        assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("acme");
    }

    void assertUnboundSeesNoTenant() throws SQLException {
        try (Connection shared = dataSource.getConnection()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(shared, "SELECT name FROM owner"));
        }
    }
}
