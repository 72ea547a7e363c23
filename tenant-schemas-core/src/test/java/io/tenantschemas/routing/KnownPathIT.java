package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/** When a checkout asks the server nothing, because it is known where the connection points; and above all, when it does ask. */
class KnownPathIT {

    private PoolOfOne tenants;

    private StatementCounter counter;

    private RoutingDataSource dataSource;

    @BeforeEach
    void start() throws SQLException {
        tenants = new PoolOfOne();
        tenants.jdbc()
                .execute("CREATE FUNCTION public.move(path text) RETURNS text LANGUAGE sql"
                        + " AS $$ SELECT set_config('search_path', path, false) $$");
        tenants.hear(1);
        use(tenants.pool(true));
    }

    private void use(DataSource pool) throws SQLException {
        counter = new StatementCounter(pool);
        dataSource = tenants.routed(counter.dataSource());
        assertThat(owner(ACME, dataSource)).isEqualTo("acme");
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    /** Returns how many statements {@code work} costs besides its own one. */
    private int cost(Work work) throws SQLException {
        int before = counter.executed();
        work.run();
        return counter.executed() - before - 1;
    }

    private int costOfAcme() throws SQLException {
        return cost(() -> assertThat(owner(ACME, dataSource)).isEqualTo("acme"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksNothingWhereTheSameTenantComesAgain(boolean autoCommit) throws SQLException {
        use(tenants.pool(autoCommit));

        assertThat(costOfAcme()).isZero();
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void asksNothingForTheSharedTablesTwice() throws SQLException {
        tenants.hear(-1);
        sharedSchema();

        assertThat(cost(this::sharedSchema)).isZero();
    }

    private void sharedSchema() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            assertThat(PoolOfOne.single(connection, "SELECT current_schema()")).isEqualTo("public");
        }
    }

    @Test
    void asksOnceForAnotherTenant() throws SQLException {
        assertThat(cost(() -> assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex")))
                .isOne();
        assertThat(costOfAcme()).isOne();
        assertThat(cost(this::sharedSchema)).isOne();
        assertThat(costOfAcme()).isOne();
    }

    @Test
    void asksEachTimeWhileNobodyTellsOfChanges() throws SQLException {
        tenants.hear(-1);

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isOne();
    }

    @Test
    void asksOnceASecondBecauseNotEverybodyTellsOfChanges() throws SQLException {
        tenants.pass(Duration.ofMillis(999));
        assertThat(costOfAcme()).isZero();
        tenants.pass(Duration.ofMillis(1));
        assertThat(costOfAcme()).isOne();
        tenants.pass(Duration.ofMillis(999));
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void refusesASecondLaterATenantThatWasDroppedWithoutAWord() {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");
        tenants.pass(Duration.ofSeconds(1));

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
    }

    @Test
    void asksAfterATenantWasRefusedWhoseSchemaIsMissing() throws SQLException {
        tenants.jdbc().execute("DROP SCHEMA globex CASCADE");
        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> owner(GLOBEX, dataSource));

        assertThat(costOfAcme()).isOne();
    }

    @Test
    void asksAfterATenantWasRefusedWhoseNameIsAnothers() throws SQLException {
        // The path led to whoever has the name by now, before it was seen that this is somebody else.
        tenants.jdbc().execute("UPDATE client SET id = 3 WHERE schema_name = 'globex'");
        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void asksWhereAnotherPathIsMeant() throws SQLException {
        tenants.jdbc().execute("CREATE SCHEMA extras");
        RoutingDataSource withExtras = tenants.routedWithExtras(counter.dataSource(), "extras");

        assertThat(query(ACME, withExtras, "SELECT current_schemas(false)::text"))
                .isEqualTo("{acme,public,extras}");
        assertThat(query(ACME, dataSource, "SELECT current_schemas(false)::text"))
                .isEqualTo("{acme,public}");
    }

    @Test
    void asksOnceASecondAboutTheSharedTablesToo() throws SQLException {
        sharedSchema();
        tenants.pass(Duration.ofSeconds(1));

        assertThat(cost(this::sharedSchema)).isOne();
        assertThat(cost(this::sharedSchema)).isZero();
    }

    @Test
    void asksAgainAfterAnInterruption() throws SQLException {
        tenants.jdbc().execute("ALTER SCHEMA acme RENAME TO acme_old");
        tenants.jdbc().execute("UPDATE client SET schema_name = 'acme_old' WHERE id = 1");
        tenants.create(PoolOfOne.tenant(3, "acme"));
        tenants.hear(2);

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
    }

    @Test
    void asksWhereNobodyKnewOfChangesTheLastTime() throws SQLException {
        tenants.hear(-1);
        owner(ACME, dataSource);
        tenants.hear(1);

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void refusesATenantOfWhichItIsToldThatItIsGone() {
        tenants.retired().retire(ACME.id(), ACME.schema());

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = globex",
                "SELECT set_config('search_path', 'globex', false)",
                "DO $$ BEGIN PERFORM set_config('search_path', 'globex', false); END $$",
                "RESET search_path",
                "SET SCHEMA 'globex'",
                "{call move('globex')}"
            })
    void asksAfterWhatMayHaveMovedThePath(String moving) throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            use(tenants.pool(autoCommit));
            in(ACME, dataSource, connection -> {
                try (var statement = connection.prepareCall(moving)) {
                    statement.execute();
                }
                if (!autoCommit) {
                    connection.commit();
                }
                return true;
            });

            assertThat(costOfAcme()).isOne();
            assertThat(costOfAcme()).as("after it was asked").isLessThanOrEqualTo(1);
        }
    }

    @Test
    void asksAfterSetSchema() throws SQLException {
        in(ACME, dataSource, connection -> {
            connection.setSchema("globex");
            return true;
        });

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void asksEachTimeAfterTheDriversObjectsWereHandedOut() throws SQLException {
        in(ACME, dataSource, connection -> connection.unwrap(org.postgresql.PGConnection.class));

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isOne();
    }

    @Test
    void asksAfterAFunctionMovedThePathOfWhichTheServerTells() throws SQLException {
        assumeThat(tenants.reportsPaths()).isTrue();
        query(ACME, dataSource, "SELECT move('globex')");

        assertThat(costOfAcme()).isOne();
        assertThat(costOfAcme()).isZero();
    }

    @Test
    void asksNothingAfterAFunctionMovedThePathForItsTransactionAlone() throws SQLException {
        assumeThat(tenants.reportsPaths()).isTrue();
        tenants.jdbc()
                .execute("CREATE FUNCTION public.move_for_now() RETURNS text LANGUAGE sql"
                        + " AS $$ SELECT set_config('search_path', 'globex', true) $$");
        query(ACME, dataSource, "SELECT move_for_now()");

        assertThat(costOfAcme()).isZero();
    }

    @Test
    void goesOnWithNoTransactionThatSomebodyAbandoned() throws SQLException {
        try (Connection only = tenants.database().dataSource().getConnection()) {
            only.setAutoCommit(false);
            use(new WithoutCare(only));
            in(ACME, dataSource, connection -> PoolOfOne.single(connection, "DELETE FROM owner RETURNING name"));

            assertThat(costOfAcme()).isZero();
            assertThat(query(ACME, dataSource, "SELECT count(*) FROM owner")).isEqualTo("3");
            only.rollback();
        }
    }

    @Test
    void asksWhereThereAreNoRowsToHearOf() throws SQLException {
        RoutingDataSource elsewhere = new RoutingDataSource(
                counter.dataSource(),
                new ConnectionRouter(new SearchPaths(SchemaName.of("public"), java.util.List.of())),
                false);
        owner(ACME, elsewhere);

        assertThat(cost(() -> owner(ACME, elsewhere))).isOne();
    }

    @Test
    void isRightWhateverComesInTurn() throws SQLException {
        for (int turn = 0; turn < 3; turn++) {
            run(ACME, dataSource, "SET search_path = globex", "SELECT 1");
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
            assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
            try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
                sharedSchema();
            }
            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
            assertThat(owner(ACME, dataSource)).isEqualTo("acme");
        }
    }

    @FunctionalInterface
    private interface Work {

        void run() throws SQLException;
    }
}
