package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkouts for tenants that somebody else, in another process perhaps, dropped or renamed. */
@ParameterizedClass
@MethodSource("io.tenantschemas.routing.PoolOfOne#strategies")
class StaleTenantIT {

    private final RoutingStrategy strategy;

    private PoolOfOne tenants;

    private RoutingDataSource dataSource;

    StaleTenantIT(RoutingStrategy strategy) {
        this.strategy = strategy;
    }

    @BeforeEach
    void start() throws SQLException {
        tenants = new PoolOfOne(strategy);
        dataSource = tenants.routed(false);
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    @Test
    void refusesATenantThatWasDroppedAndForgetsIt() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1; DROP SCHEMA acme CASCADE");

        assertStale(ACME);
        assertThat(tenants.forgotten()).containsOnly(ACME);
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
    }

    @Test
    void refusesATenantWhoseNameWasUsedAgain() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1; DROP SCHEMA acme CASCADE");
        Tenant next = PoolOfOne.tenant(3, "acme");
        tenants.create(next);

        assertStale(ACME);
        assertThat(owner(next, dataSource)).isEqualTo("acme");
        assertStale(ACME);
    }

    @Test
    void refusesATenantThatWasRenamedAndItsNameTaken() throws SQLException {
        tenants.rename("acme", "acme_old");
        tenants.jdbc().execute("UPDATE client SET schema_name = 'acme_old' WHERE id = 1");
        tenants.create(PoolOfOne.tenant(3, "acme"));

        assertStale(ACME);
        assertThat(query(PoolOfOne.tenant(1, "acme_old"), dataSource, "SELECT current_schema()"))
                .isEqualTo("acme_old");
    }

    @Test
    void tellsATenantWithoutASchemaFromOneWithoutARow() {
        tenants.jdbc().execute("DROP SCHEMA acme CASCADE");

        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> owner(ACME, dataSource));
        assertThat(tenants.forgotten()).isEmpty();
    }

    @Test
    void refusesInsideATransactionAsItSeesTheRows() throws SQLException {
        try (Connection connection = tenants.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            PoolOfOne.single(connection, "DELETE FROM client WHERE id = 1 RETURNING 1");
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() ->
                            dataSource.router().inTransactions().setForSession(connection, TenantBinding.to(ACME)));
            connection.rollback();
            dataSource.router().inTransactions().setForSession(connection, TenantBinding.to(ACME));
            assertThat(PoolOfOne.single(connection, "SELECT name FROM owner")).isEqualTo("acme");
        }
    }

    @Test
    void asksNobodyAboutTheSharedTablesAndTheTenantOfThePublicSchema() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client");

        try (Connection connection = dataSource.getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT current_schema()")).isEqualTo("public");
        }
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT current_schema()")).isEqualTo("public");
        }
        assertThat(query(PoolOfOne.tenant(9, "public"), dataSource, "SELECT current_schema()"))
                .isEqualTo("public");
    }

    @Test
    void asksForTheRowsWhenTheFirstTenantComesAndOnce() throws SQLException {
        AtomicInteger asked = new AtomicInteger();
        RoutingDataSource lazy = new RoutingDataSource(
                tenants.pool(true),
                new ConnectionRouter(new SearchPaths(SchemaName.of("public"), List.of())).asking(() -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                }),
                false);
        lazy.getConnection().close();
        assertThat(asked).hasValue(0);

        in(ACME, lazy, Connection::isReadOnly);
        in(GLOBEX, lazy, Connection::isReadOnly);
        assertThat(asked).hasValue(1);
    }

    private void assertStale(Tenant tenant) {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(StaleTenantException.class)
                    .isThrownBy(() -> owner(tenant, dataSource))
                    .withMessageContaining("'acme' (id 1)")
                    .withMessageContaining("public.client")
                    .satisfies(refused -> assertThat(refused.tenant()).isEqualTo(tenant));
        }
    }
}
