package io.tenantschemas.routing;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** One question about all tenants in use, before the answers about them get old; and that it is as good as one for each. */
class AskedAheadIT {

    private static final Duration NEARLY_OLD = Duration.ofMillis(800);

    private static final Tenant INITECH = PoolOfOne.tenant(3, "initech");

    private static final List<Tenant> ALL = List.of(ACME, GLOBEX, INITECH);

    private Work beforeAskingAhead = () -> {};

    private final PoolOfOne tenants = new PoolOfOne(RoutingStrategy.QUALIFIED);

    private final StatementCounter counter = new StatementCounter(new DelegatingDataSource(tenants.pool(true)) {

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    AskedAheadIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                        if (method.getName().equals("prepareStatement") && ((String) args[0]).contains("ROWS FROM")) {
                            beforeAskingAhead.run();
                        }
                        return Guarded.pass(connection, method, args);
                    });
        }
    });

    private final RoutingDataSource dataSource = tenants.routed(counter.dataSource());

    @BeforeEach
    void meetAll() throws SQLException {
        tenants.hear(1);
        tenants.create(INITECH);
        for (Tenant tenant : ALL) {
            costOf(tenant);
        }
    }

    @AfterEach
    void stop() {
        tenants.close();
    }

    /** Makes more than are asked about at once, the last of whom has id 219. */
    private List<Tenant> meetMany() throws SQLException {
        List<Tenant> many = IntStream.rangeClosed(100, 219)
                .mapToObj(id -> PoolOfOne.tenant(id, "many_" + id))
                .toList();
        for (Tenant tenant : many) {
            tenants.create(tenant);
            costOf(tenant);
        }
        return many;
    }

    /** Returns how many statements one for {@code tenant} costs besides itself. */
    private int costOf(Tenant tenant) throws SQLException {
        int before = counter.executed();
        assertThat(owner(tenant, dataSource)).isEqualTo(tenant.schema().value());
        return counter.executed() - before - 1;
    }

    private List<Integer> costs(Tenant... of) {
        return Stream.of(of).map(this::costOfNext).toList();
    }

    private int costOfNext(Tenant tenant) {
        try {
            return costOf(tenant);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void asksOnceAboutAllInUse() throws SQLException {
        for (int round = 0; round < 5; round++) {
            tenants.pass(NEARLY_OLD);
            int cost = costs(ACME, GLOBEX, INITECH).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            // Before PostgreSQL 18, the path of the session is asked for once a second, too.
            assertThat(cost).as("in round %d", round).isBetween(1, tenants.reportsPaths() ? 1 : 2);
        }
    }

    @Test
    void asksNothingBefore() {
        tenants.pass(Duration.ofMillis(749));

        assertThat(costs(ACME, GLOBEX, INITECH)).containsExactly(0, 0, 0);
    }

    @Test
    void refusesWhoWasFoundToBeGoneThen() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 2");
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
        assertThat(tenants.forgotten()).containsExactly(GLOBEX);
        assertThat(costOf(INITECH)).isZero();
    }

    @Test
    void refusesWhoAskedAheadAndIsGone() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");
        tenants.pass(NEARLY_OLD);

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
        assertThat(costs(GLOBEX, INITECH)).containsExactly(0, 0);
    }

    @Test
    void refusesWhoseSchemaWasFoundToBeMissingThen() throws SQLException {
        tenants.jdbc().execute("DROP SCHEMA globex CASCADE");
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();

        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
    }

    @Test
    void refusesWhoseNameWasFoundToBeAnothersThen() throws SQLException {
        tenants.rename("globex", "globex_old");
        tenants.jdbc().execute("UPDATE client SET schema_name = 'globex_old' WHERE id = 2");
        Tenant next = PoolOfOne.tenant(4, "globex");
        tenants.create(next);
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
        assertThat(owner(next, dataSource)).isEqualTo("globex");
    }

    @Test
    void confirmsNobodyUnderAFormerName() throws SQLException {
        tenants.rename("globex", "globex_old");
        tenants.jdbc().execute("UPDATE client SET schema_name = 'globex_old' WHERE id = 2");
        Tenant renamed = PoolOfOne.tenant(2, "globex_old");
        assertThat(query(renamed, dataSource, "SELECT name FROM owner")).isEqualTo("globex");
        tenants.create(PoolOfOne.tenant(4, "globex"));

        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();
        assertThat(query(renamed, dataSource, "SELECT name FROM owner")).isEqualTo("globex");
        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
    }

    @Test
    void pointsWhoWasFoundToHaveARoutineThen() throws SQLException {
        tenants.jdbc().execute("CREATE FUNCTION globex.which() RETURNS text LANGUAGE sql AS 'SELECT current_schema()'");
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();

        assertThat(costOf(GLOBEX)).isOne();
        assertThat(dataSource.choice().tenantsByPath()).isOne();
    }

    @Test
    void answersAreGoodForASecondOnly() throws SQLException {
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();
        tenants.jdbc().execute("DELETE FROM client WHERE id = 2");
        tenants.pass(Duration.ofSeconds(1));

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
    }

    @Test
    void asksNobodyAheadWhileNobodyTellsOfChanges() {
        tenants.hear(-1);
        tenants.pass(NEARLY_OLD);

        assertThat(costs(ACME, GLOBEX, INITECH)).containsExactly(1, 1, 1);
    }

    @Test
    void asksAgainAfterAnInterruption() throws SQLException {
        tenants.jdbc().execute("DELETE FROM client WHERE id = 2");
        tenants.hear(2);

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(GLOBEX, dataSource));
    }

    @Test
    void asksForWhatIsKeptOfTablesOnceAMinuteAllTheSame() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE globex.note (schema text DEFAULT current_schema())");
        for (int passed = 0; passed <= 61_000; passed += 800) {
            tenants.pass(NEARLY_OLD);
            costs(ACME, GLOBEX, INITECH);
        }

        assertThat(dataSource.choice().tenantsByPath()).isOne();
    }

    @Test
    void leavesThoseAloneWhomNobodyWants() throws SQLException {
        for (int passed = 0; passed < 4_000; passed += 800) {
            tenants.pass(NEARLY_OLD);
            costOf(ACME);
        }

        assertThat(costs(ACME, GLOBEX)).containsExactly(0, 1);
    }

    @Test
    void asksNothingAheadWhereThePathHasToBeSetAnyway() throws SQLException {
        run(ACME, dataSource, "SET search_path = globex");
        tenants.pass(NEARLY_OLD);

        assertThat(costOf(ACME)).isOne();
    }

    @Test
    void asksAboutManyInTurn() throws SQLException {
        List<Tenant> many = meetMany();
        tenants.pass(NEARLY_OLD);
        assertThat(costOf(ACME)).isOne();
        tenants.pass(Duration.ofMillis(50));

        int total = 0;
        for (Tenant tenant : many) {
            total += costOf(tenant);
        }
        assertThat(total).isOne();
    }

    @Test
    void asksAboutItselfFirstWhereThereAreMany() throws SQLException {
        List<Tenant> many = meetMany();
        Tenant last = many.get(many.size() - 1);
        tenants.pass(NEARLY_OLD);
        tenants.jdbc().execute("DELETE FROM client WHERE id = 219");

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(last, dataSource));
    }

    @Test
    void countsWhatAskingTakes() throws SQLException {
        tenants.pass(NEARLY_OLD);
        // About the others, so that the caller's answer is not confirmed meanwhile.
        beforeAskingAhead = () -> {
            tenants.pass(Duration.ofMillis(300));
            throw new SQLException("too slow");
        };
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");

        assertThatExceptionOfType(StaleTenantException.class).isThrownBy(() -> owner(ACME, dataSource));
    }

    @Test
    void goesOnWhereNobodyAnswers() throws SQLException {
        beforeAskingAhead = () -> {
            throw new SQLException("no answer");
        };
        tenants.pass(NEARLY_OLD);

        assertThat(costs(ACME, GLOBEX)).containsExactly(0, 0);
        tenants.pass(Duration.ofMillis(200));
        assertThat(costs(ACME, GLOBEX, ACME)).containsExactly(1, 1, 0);
    }

    /** What is done before the server is asked. */
    @FunctionalInterface
    private interface Work {

        void run() throws SQLException;
    }
}
