package io.tenantschemas.routing;

import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Statements that name the schema themselves, on one connection for all tenants, and what the server is asked besides. */
class QualifiedIT extends QualifiedPoolOfOne {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void costsNothingWhoeverCameLast(boolean autoCommit) throws SQLException {
        use(RoutingStrategy.QUALIFIED, autoCommit);
        meetBoth();

        assertThat(cost(ACME)).isZero();
        assertThat(cost(GLOBEX)).isZero();
        assertThat(cost(GLOBEX)).isZero();
        assertThat(cost(ACME)).isZero();
    }

    @Test
    void asksOfTenantsOnceASecond() throws SQLException {
        meetBoth();
        tenants.pass(Duration.ofSeconds(1));

        assertThat(cost(ACME)).isOne();
        assertThat(cost(ACME)).isZero();
        assertThat(cost(GLOBEX)).isEqualTo(askedOfOneAlone());
        assertThat(cost(ACME)).isZero();
    }

    /** Where the path has to be asked for as well, the first asks about its own tenant only. */
    private int askedOfOneAlone() {
        return tenants.reportsPaths() ? 0 : 1;
    }

    @Test
    void asksEachTimeWhileNobodyTellsOfChanges() throws SQLException {
        tenants.hear(-1);
        meetBoth();

        assertThat(cost(ACME)).isOne();
        assertThat(cost(ACME)).isOne();
    }

    @Test
    void refusesATenantWhoseSchemaIsGone() throws SQLException {
        meetBoth();
        tenants.jdbc().execute("DROP SCHEMA acme CASCADE");
        tenants.pass(Duration.ofSeconds(1));

        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> owner(ACME, dataSource))
                .withMessageContaining("acme");
        assertThat(cost(GLOBEX)).isEqualTo(askedOfOneAlone());
    }

    @Test
    void namesTablesBesidesABackslashThatMeansItself() throws SQLException {
        meetBoth();
        String sql = "SELECT name FROM owner WHERE name LIKE 'ac%' ESCAPE '\\' LIMIT 1";
        in(ACME, dataSource, connection -> {
            int before = counter.executed();
            assertThat(single(connection, sql)).isEqualTo("acme");
            assertThat(counter.executed() - before).isOne();
            return true;
        });
        in(ACME, dataSource, connection -> {
            execute(connection, "SET standard_conforming_strings = off", "SET escape_string_warning = off");
            assertThat(single(connection, "SELECT name FROM owner WHERE name LIKE '\\a%' LIMIT 1"))
                    .isEqualTo("acme");
            return true;
        });
    }

    @Test
    void leavesThePathNeutral() throws SQLException {
        meetBoth();
        in(ACME, dataSource, connection -> {
            assertThat(single(connection, "SELECT name FROM owner LIMIT 1")).isEqualTo("acme");
            assertThat(path(connection)).isEqualTo(NEUTRAL);
            return true;
        });
    }
}
