package io.tenantschemas.routing;

import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static org.assertj.core.api.Assertions.assertThat;

/** The strategy that is chosen: statements name the schema unless something that all share finds names by the path. */
class QualifiedAutoIT extends QualifiedPoolOfOne {

    QualifiedAutoIT() {
        super(RoutingStrategy.AUTO);
    }

    @Test
    void setsThePathForAllWhereASharedRoutineFindsNamesByIt() throws SQLException {
        assertThat(dataSource.choice().property()).isEqualTo("auto");
        assertPath(ACME, NEUTRAL);
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.QUALIFIED);

        use(RoutingStrategy.AUTO, true);
        tenants.jdbc()
                .execute("SET check_function_bodies = off;"
                        + "CREATE FUNCTION public.mine() RETURNS text LANGUAGE sql AS 'SELECT name FROM owner'");
        assertPath(ACME, "acme, public, pg_temp");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
        assertThat(dataSource.choice().reason()).contains("public.mine");
    }

    @Test
    void setsThePathForAllWhereASharedRoutineAsksForItWhateverItsNamesAre() throws SQLException {
        tenants.jdbc()
                .execute(
                        "CREATE FUNCTION public.mine() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT current_schema(); END");

        assertPath(ACME, "acme, public, pg_temp");
    }

    @Test
    void setsThePathForAllWhereASharedTableAsksForIt() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text, by text DEFAULT current_schema())");

        assertPath(ACME, "acme, public, pg_temp");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.SEARCH_PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql SET search_path = pg_catalog AS 'SELECT 1'",
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
                "CREATE FUNCTION acme.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"
            })
    void needsNoPathForSharedRoutinesThatHaveTheirOwnOrNone(String routine) throws SQLException {
        tenants.jdbc().execute(routine);

        assertPath(GLOBEX, NEUTRAL);
    }

    @Test
    void asksForSharedRoutinesAgainLater() throws SQLException {
        assertPath(ACME, NEUTRAL);
        tenants.jdbc().execute("CREATE FUNCTION public.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
        tenants.pass(Duration.ofSeconds(10));

        assertPath(ACME, "acme, public, pg_temp");
    }

    @Test
    void handsOutConnectionsBeforeThereAreTenants() throws SQLException {
        tenants.jdbc().execute("ALTER TABLE client RENAME TO later");
        assertUnboundSeesNoTenant();

        tenants.jdbc().execute("ALTER TABLE later RENAME TO client");
        tenants.jdbc().execute("CREATE FUNCTION acme.one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'");
        tenants.pass(Duration.ofSeconds(10));
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        assertThat(dataSource.choice().strategy()).isEqualTo(RoutingStrategy.QUALIFIED);
    }
}
