package io.tenantschemas.routing;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.backend;
import static org.assertj.core.api.Assertions.assertThat;

/** Connections that have served many tenants. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class WornConnectionIT {

    private final RoutingStrategy strategy;

    private final Tenant initech = PoolOfOne.tenant(3, "initech");

    private PoolOfOne tenants;

    WornConnectionIT(RoutingStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void start() {
        tenants = new PoolOfOne(strategy);
        tenants.create(initech);
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    @Test
    void areReplacedAfterSoManyDifferentTenants() throws SQLException {
        RoutingDataSource dataSource = tenants.routedForAtMost(2, tenants.pool(true));
        String first = backend(ACME, dataSource);
        assertThat(backend(ACME, dataSource)).isEqualTo(first);
        assertThat(backend(GLOBEX, dataSource)).isEqualTo(first);

        String second = backend(initech, dataSource);
        assertThat(second).isNotEqualTo(first);
        assertThat(backend(ACME, dataSource)).isEqualTo(second);
        assertThat(backend(ACME, dataSource)).isNotEqualTo(second);
    }

    @Test
    void areKeptWhereNumbersDoNotMatter() throws SQLException {
        RoutingDataSource dataSource = tenants.routedForAtMost(0, tenants.pool(true));
        String first = backend(ACME, dataSource);

        assertThat(backend(GLOBEX, dataSource)).isEqualTo(first);
        assertThat(backend(initech, dataSource)).isEqualTo(first);
        assertThat(backend(ACME, dataSource)).isEqualTo(first);
    }

    @Test
    void countsNobodyWhoSeesTheSharedTables() throws SQLException {
        RoutingDataSource dataSource = tenants.routedForAtMost(2, tenants.pool(true));
        String first = backend(ACME, dataSource);

        for (int i = 0; i < 3; i++) {
            try (var connection = dataSource.getConnection()) {
                assertThat(PoolOfOne.single(connection, "SELECT pg_backend_pid()"))
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void areReplacedWithoutAutoCommitToo() throws SQLException {
        RoutingDataSource dataSource = tenants.routedForAtMost(1, tenants.pool(false));

        assertThat(backend(GLOBEX, dataSource)).isNotEqualTo(backend(ACME, dataSource));
    }

    @Test
    void mayBeClosedTwice() throws SQLException {
        RoutingDataSource dataSource = tenants.routedForAtMost(1, tenants.pool(true));

        boolean isClosed = PoolOfOne.in(ACME, dataSource, connection -> {
            connection.close();
            connection.close();
            return connection.isClosed();
        });

        assertThat(isClosed).isTrue();
    }
}
