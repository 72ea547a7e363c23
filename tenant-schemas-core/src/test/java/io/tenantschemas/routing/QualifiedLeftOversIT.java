package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.routing.PoolOfOne.ACME;
import static io.tenantschemas.routing.PoolOfOne.GLOBEX;
import static io.tenantschemas.routing.PoolOfOne.execute;
import static io.tenantschemas.routing.PoolOfOne.in;
import static io.tenantschemas.routing.PoolOfOne.owner;
import static io.tenantschemas.routing.PoolOfOne.query;
import static io.tenantschemas.routing.PoolOfOne.run;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is left in a session that goes from tenant to tenant without a word to the server: nobody else meets it. */
class QualifiedLeftOversIT extends QualifiedPoolOfOne {

    @Test
    void leavesNothingOfWhatIsDoneBehindTheRoutingToWhoeverCameBefore() throws SQLException {
        assertThat(owner(GLOBEX, dataSource)).isEqualTo("globex");
        in(ACME, dataSource, connection -> {
            execute(
                    connection.unwrap(RoutedConnection.class).target(),
                    "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
            return true;
        });

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void keepsApartWhatIsLeftWhereThePathCountsNoMore() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        meetBoth();
        in(ACME, dataSource, connection -> {
            assertThat(path(connection)).isEqualTo("acme, public, pg_temp");
            execute(connection, "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
            return true;
        });
        tenants.jdbc().execute("DROP TYPE acme.mood");
        tenants.pass(Duration.ofSeconds(1));
        assertThat(query(ACME, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNotNull();

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void leavesNothingToATenantThatGotTheName() throws SQLException {
        meetBoth();
        run(ACME, dataSource, "CREATE TEMP TABLE secret AS SELECT 'acme'::text AS name");
        tenants.jdbc().execute("DROP SCHEMA acme CASCADE");
        tenants.jdbc().execute("DELETE FROM client WHERE id = 1");
        Tenant other = PoolOfOne.tenant(3, "acme");
        tenants.create(other);

        assertThat(query(other, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void forgetsWhichNumberAnotherTenantDrew() throws SQLException {
        for (Tenant tenant : new Tenant[] {ACME, GLOBEX}) {
            tenants.jdbc().execute("CREATE TABLE " + tenant.schema() + ".item (id serial, text text)");
            tenants.jdbc().execute("ALTER SEQUENCE " + tenant.schema() + ".item_id_seq RESTART " + 100 * tenant.id());
        }
        meetBoth();
        run(ACME, dataSource, "INSERT INTO item (text) VALUES ('x')");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> query(GLOBEX, dataSource, "SELECT lastval()"))
                .withMessageContaining("lastval");

        run(ACME, dataSource, "INSERT INTO item (text) VALUES ('x')");
        in(GLOBEX, dataSource, connection -> {
            execute(connection, "UPDATE item SET text = 'y'");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(connection, "SELECT lastval()"));
            execute(connection, "INSERT INTO item (text) VALUES ('x')");
            assertThat(single(connection, "SELECT lastval()")).isEqualTo("200");
            assertThat(single(connection, "SELECT currval('item_id_seq')")).isEqualTo("200");
            return true;
        });
        try (Connection shared = dataSource.getConnection()) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> single(shared, "SELECT lastval()"));
        }
    }

    @Test
    void leavesNothingOfFunctionsThatAreWrittenLikeColumns() throws SQLException {
        tenants.jdbc().execute("CREATE SEQUENCE acme.seq");
        meetBoth();
        in(ACME, dataSource, connection -> {
            assertThat(single(connection, "SELECT s.nextval FROM unnest(array['seq']) s"))
                    .isEqualTo("1");
            assertThat(single(connection, "SELECT s.pg_try_advisory_lock FROM generate_series(4711, 4711) s"))
                    .isEqualTo("t");
            return true;
        });

        in(GLOBEX, dataSource, connection -> {
            assertThat(single(
                            connection,
                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"))
                    .isEqualTo("0");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> single(connection, "SELECT lastval()"))
                    .withMessageContaining("lastval");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.item ADD CHECK (public.locks())",
                "ALTER TABLE acme.item ALTER text SET DEFAULT public.locks()::text",
                "CREATE DOMAIN public.locked AS int CHECK (public.locks());"
                        + "ALTER TABLE acme.item ALTER id TYPE public.locked"
            })
    void leavesNothingOfWhatSharedRoutinesBehindTheTenantsTablesDo(String behind) throws SQLException {
        tenants.jdbc().execute("CREATE TABLE acme.item (id int, text text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.locks() RETURNS bool LANGUAGE plpgsql SET search_path = pg_catalog"
                        + " AS $$ BEGIN PERFORM pg_advisory_lock(4711);"
                        + " EXECUTE 'CREATE TEMP TABLE IF NOT EXISTS secret (name text)'; RETURN true; END $$");
        tenants.jdbc().execute(behind);
        meetBoth();
        run(ACME, dataSource, "INSERT INTO item (id) VALUES (1)");
        assertThat(query(ACME, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNotNull();

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
        assertThat(query(GLOBEX, dataSource, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SET search_path = public"})
    void leavesNothingOfWhatTriggersOfSharedTablesDo(String path) throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql " + path + " AS $$ BEGIN"
                        + " CREATE TEMP TABLE secret AS SELECT NEW.name; PERFORM set_config('work_mem', '8MB', false);"
                        + " RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON public.log FOR EACH ROW EXECUTE FUNCTION public.tell()");
        meetBoth();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void leavesNothingOfWhatASharedRoutineDoesForATriggerThatWasNotNoticedYet() throws SQLException {
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$"
                        + " BEGIN CREATE TEMP TABLE secret AS SELECT NEW.name; RETURN NEW; END $$");
        meetBoth();
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON acme.owner FOR EACH ROW EXECUTE FUNCTION public.tell()");
        run(ACME, dataSource, "INSERT INTO owner VALUES ('x')");

        assertThat(query(GLOBEX, dataSource, "SELECT to_regclass('pg_temp.secret')"))
                .isNull();
    }

    @Test
    void takesBackThePathThatATriggerOfASharedTableMoved() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION public.tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " PERFORM set_config('search_path', 'acme', false); RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell BEFORE INSERT ON public.log FOR EACH ROW EXECUTE FUNCTION public.tell()");
        meetBoth();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");
        assertUnboundSeesNoTenant();
        try (Connection shared = dataSource.getConnection()) {
            execute(shared, "INSERT INTO public.log VALUES ('x')");
        }
        tenants.pass(Duration.ofSeconds(1));
        assertUnboundSeesNoTenant();
    }
}
