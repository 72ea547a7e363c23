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
import static io.tenantschemas.routing.PoolOfOne.run;
import static io.tenantschemas.routing.PoolOfOne.single;
import static org.assertj.core.api.Assertions.assertThat;

/** What stands in schemas besides tables and finds names by the path: whoever reaches it has the path. */
class QualifiedSchemaIT extends QualifiedPoolOfOne {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION acme.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TYPE acme.mood AS ENUM ('fine')",
                "CREATE TYPE acme.pair AS (a int, b int)",
                "CREATE DOMAIN acme.positive AS int CHECK (VALUE > 0)",
                "CREATE COLLATION acme.other FROM \"C\"",
                "CREATE TEXT SEARCH CONFIGURATION acme.words (COPY = pg_catalog.simple)"
            })
    void setsThePathForATenantWhoseSchemaHoldsMoreThanTables(String more) throws SQLException {
        meetBoth();
        tenants.jdbc().execute(more);
        tenants.pass(Duration.ofSeconds(1));

        assertPath(ACME, "acme, public, pg_temp");
        assertPath(GLOBEX, NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.owner ADD of text DEFAULT current_schema()",
                "ALTER TABLE acme.owner ADD of text DEFAULT CURRENT_SCHEMA",
                "ALTER TABLE acme.owner ADD of text DEFAULT (current_schemas(false))[1]",
                "ALTER TABLE acme.owner ADD of text DEFAULT current_setting('search_path')",
                "ALTER TABLE acme.owner ALTER id SET DEFAULT nextval('owner_id_seq'::text)",
                "ALTER TABLE acme.owner ADD CHECK (length(current_schema()) > 1)",
                "CREATE POLICY of ON acme.owner USING (current_schema() = name)",
                "CREATE POLICY of ON acme.owner WITH CHECK (current_schema() = name)",
                "CREATE VIEW acme.owners AS SELECT current_schema(), * FROM acme.owner",
                "CREATE VIEW acme.numbers AS SELECT nextval('acme.owner_id_seq')",
                "CREATE VIEW acme.numbers AS SELECT lastval()",
                "ALTER TABLE acme.owner ADD CHECK (nextval('acme.owner_id_seq') > 0)",
                "CREATE VIEW acme.names AS SELECT tableoid::regclass::text FROM acme.owner",
                "ALTER TABLE acme.owner ADD of text DEFAULT ('owner'::name)::regclass::text",
                "ALTER TABLE acme.owner ADD of regclass",
                "CREATE TRIGGER same BEFORE UPDATE ON acme.owner FOR EACH ROW"
                        + " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE RULE of AS ON UPDATE TO acme.owner DO ALSO INSERT INTO acme.owner VALUES ('x')",
                "ALTER TABLE acme.owner ADD PRIMARY KEY (id);"
                        + "CREATE TABLE acme.pet (owner int DEFAULT 1 REFERENCES acme.owner ON DELETE SET DEFAULT)"
            })
    void setsThePathForATenantWhoseTablesAskForItOrDrawNumbersUnseen(String more) throws SQLException {
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD id serial");
        meetBoth();
        tenants.jdbc().execute("SET search_path = acme; SET check_function_bodies = off;" + more);
        tenants.pass(Duration.ofSeconds(1));
        assertPath(ACME, NEUTRAL);
        tenants.pass(Duration.ofMinutes(1));

        assertPath(ACME, "acme, public, pg_temp");
        assertPath(GLOBEX, NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW acme.owners AS SELECT * FROM acme.owner",
                "CREATE INDEX ON acme.owner (name)",
                "ALTER TABLE acme.owner ADD CHECK (length(name) > 1)",
                "CREATE STATISTICS acme.both (ndistinct) ON name, id FROM acme.owner",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA acme GRANT SELECT ON TABLES TO public",
                "ALTER TABLE acme.owner ADD PRIMARY KEY (id); CREATE TABLE acme.pet (owner int REFERENCES acme.owner)"
            })
    void needsNoPathForTablesAndWhatBelongsToThem(String more) throws SQLException {
        meetBoth();
        tenants.jdbc().execute("ALTER TABLE acme.owner ADD id serial");
        tenants.jdbc().execute(more);
        tenants.pass(Duration.ofSeconds(1));

        assertPath(ACME, NEUTRAL);
    }

    @Test
    void namesNoTablesWhereThePathIsSetFromTheStart() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        in(ACME, dataSource, connection -> {
            execute(connection, "SET search_path = globex");
            assertThat(single(connection, "SELECT name FROM owner")).isEqualTo("globex");
            return true;
        });
    }

    @Test
    void countsTheTenantsWhosePathIsSet() throws SQLException {
        tenants.jdbc().execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        meetBoth();

        assertThat(dataSource.choice()).isEqualTo(new RoutingChoice(RoutingStrategy.QUALIFIED, "as configured", 1));
    }

    @Test
    void letsATriggerFindTheTenantsTables() throws SQLException {
        meetBoth();
        tenants.jdbc().execute("CREATE TABLE acme.change (name text)");
        tenants.jdbc()
                .execute("CREATE FUNCTION acme.tell() RETURNS trigger LANGUAGE plpgsql"
                        + " AS $$ BEGIN INSERT INTO change VALUES (NEW.name); RETURN NEW; END $$");
        tenants.jdbc()
                .execute("CREATE TRIGGER tell AFTER INSERT ON acme.owner FOR EACH ROW EXECUTE FUNCTION acme.tell()");
        tenants.pass(Duration.ofSeconds(1));
        run(ACME, dataSource, "INSERT INTO owner VALUES ('new')");

        assertThat(tenants.jdbc().queryForList("SELECT name FROM acme.change", String.class))
                .containsExactly("new");
    }

    @Test
    void setsThePathForSharedTablesBehindWhichIsMore() throws SQLException {
        tenants.jdbc().execute("CREATE TABLE public.log (name text)");
        assertThat(cost(ACME)).isPositive();
        int before = counter.executed();
        run(ACME, dataSource, "INSERT INTO public.log VALUES ('x')");
        assertThat(counter.executed() - before).isOne();
        tenants.jdbc().execute("ALTER TABLE public.log ADD by text DEFAULT current_schema()");
        tenants.pass(Duration.ofSeconds(10));

        run(ACME, dataSource, "INSERT INTO public.log VALUES ('y')");

        assertThat(tenants.jdbc().queryForList("SELECT by FROM public.log WHERE name = 'y'", String.class))
                .containsExactly("acme");
    }
}
