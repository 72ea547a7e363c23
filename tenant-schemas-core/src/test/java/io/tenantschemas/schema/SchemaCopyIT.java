package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Copies of a schema that has something of every kind, made by a user who may do no more than own it. */
class SchemaCopyIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaName GLOBEX = SchemaName.of("globex");

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final SchemaWithEverything everything = new SchemaWithEverything();

    private final TestDatabase database = everything.database();

    private final LimitedUser user = everything.user();

    /** Sees and may do everything. */
    private final JdbcTemplate jdbc = everything.jdbc();

    @BeforeEach
    void share() throws SQLException {
        everything.share();
    }

    @AfterEach
    void close() {
        everything.close();
    }

    private void makeEverything() throws SQLException {
        everything.makeEverything();
    }

    private void make(String sql) throws SQLException {
        work(connection -> execute(connection, "CREATE SCHEMA acme;SET LOCAL search_path = acme, public;" + sql));
    }

    private void copy(SchemaName to, boolean withData) throws SQLException {
        work(connection -> copy(to, withData, connection));
    }

    private static void copy(SchemaName to, boolean withData, Connection connection) throws SQLException {
        execute(connection, "CREATE SCHEMA " + to.quoted());
        SchemaCopy.of(ACME, to).withData(withData).sharing(List.of(PUBLIC)).run(connection);
    }

    private void work(SchemaWithEverything.Work work) throws SQLException {
        everything.work(work);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        SchemaWithEverything.execute(connection, sql);
    }

    /** Returns the rows of all tables and views that can be read, as texts. */
    private List<String> rows(SchemaName schema) {
        List<String> rows = new ArrayList<>();
        for (String relation : jdbc.queryForList(
                "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind IN ('r', 'p', 'm')"
                        + " AND relispopulated ORDER BY 1",
                String.class,
                schema.value())) {
            rows.addAll(jdbc.queryForList(
                    "SELECT '%1$s ' || t::text FROM %2$s.%1$s t ORDER BY 1".formatted(relation, schema.quoted()),
                    String.class));
        }
        return rows;
    }

    private static void assertSame(List<String> actual, List<String> expected) {
        assertThat(actual.stream().filter(line -> !expected.contains(line)))
                .as("what is there only now")
                .isEmpty();
        assertThat(expected.stream().filter(line -> !actual.contains(line)))
                .as("what is missing")
                .isEmpty();
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    @Test
    void aCopyWithDataEqualsItsSource() throws SQLException {
        makeEverything();
        List<String> source = Catalogue.verbatim("acme", jdbc);
        List<String> rows = rows(ACME);
        List<String> sequences = Catalogue.sequences("acme", jdbc);

        copy(GLOBEX, true);

        assertSame(Catalogue.verbatim("globex", jdbc), source);
        assertThat(rows(GLOBEX)).containsExactlyElementsOf(rows).hasSizeGreaterThan(20);
        assertThat(Catalogue.sequences("globex", jdbc)).containsExactlyElementsOf(sequences);
        assertSame(Catalogue.verbatim("acme", jdbc), source);
        assertThat(rows(ACME)).as("the source's rows").containsExactlyElementsOf(rows);
    }

    @Test
    void aCopyWithoutDataEqualsItsSourceAndIsEmpty() throws SQLException {
        makeEverything();

        copy(GLOBEX, false);

        assertSame(Catalogue.verbatim("globex", jdbc), Catalogue.verbatim("acme", jdbc));
        assertThat(rows(GLOBEX)).isEmpty();
        assertThat(Catalogue.sequences("globex", jdbc))
                .contains("categories_id_seq 1 f", "products_id_seq 100 f", "tickets 5 f");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCopyWorksWithoutItsSource(boolean withData) throws SQLException {
        makeEverything();
        copy(GLOBEX, withData);
        List<String> before = Catalogue.verbatim("globex", jdbc);
        List<String> rows = rows(GLOBEX);

        work(connection -> execute(connection, "DROP SCHEMA acme CASCADE"));

        assertSame(Catalogue.verbatim("globex", jdbc), before);
        assertThat(rows(GLOBEX)).containsExactlyElementsOf(rows);
        work(connection -> {
            execute(connection, "SET LOCAL search_path = globex, public");
            execute(connection, everything.script("use.sql"));
        });
    }

    @Test
    void nothingInTheCatalogueLeadsBack() throws SQLException {
        makeEverything();
        copy(GLOBEX, true);
        List<String> numbers = jdbc.queryForList("""
                SELECT oid::text FROM pg_class WHERE relnamespace = 'acme'::regnamespace
                UNION ALL SELECT oid::text FROM pg_proc WHERE pronamespace = 'acme'::regnamespace
                UNION ALL SELECT oid::text FROM pg_type WHERE typnamespace = 'acme'::regnamespace
                UNION ALL SELECT oid::text FROM pg_constraint WHERE connamespace = 'acme'::regnamespace
                UNION ALL SELECT oid::text FROM pg_collation WHERE collnamespace = 'acme'::regnamespace
                UNION ALL SELECT 'acme'::regnamespace::oid::text
                """, String.class);
        work(connection -> execute(connection, "DROP SCHEMA acme CASCADE"));

        for (String catalogue : jdbc.queryForList(
                "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"
                        + " AND relname <> 'pg_statistic' AND relname NOT LIKE 'pg_auth%'",
                String.class)) {
            assertThat(jdbc.queryForList(
                            "SELECT t::text FROM pg_catalog.%s t WHERE t::text ~ '\\macme\\M' OR string_to_array(regexp_replace(t::text, '\\D+', ' ', 'g'), ' ') && ?::text[]"
                                    .formatted(catalogue),
                            String.class,
                            "{" + String.join(",", numbers) + "}"))
                    .as(catalogue)
                    .isEmpty();
        }
    }

    @Test
    void twoCopiesHaveNothingInCommon() throws SQLException {
        makeEverything();
        work(connection -> {
            copy(GLOBEX, true, connection);
            copy(SchemaName.of("initech"), true, connection);
        });
        List<String> globex = Catalogue.verbatim("globex", jdbc);
        List<String> rows = rows(GLOBEX);

        assertSame(Catalogue.verbatim("initech", jdbc), globex);
        work(connection -> execute(connection, "DROP SCHEMA initech CASCADE"));
        assertSame(Catalogue.verbatim("globex", jdbc), globex);
        assertThat(rows(GLOBEX)).containsExactlyElementsOf(rows);
    }

    @Test
    void aCopyCanBeCopied() throws SQLException {
        makeEverything();
        copy(GLOBEX, true);
        work(connection -> {
            execute(connection, "CREATE SCHEMA initech");
            SchemaCopy.of(GLOBEX, SchemaName.of("initech"))
                    .withData(true)
                    .sharing(List.of(PUBLIC))
                    .run(connection);
        });

        assertSame(Catalogue.verbatim("initech", jdbc), Catalogue.verbatim("acme", jdbc));
        assertThat(rows(SchemaName.of("initech"))).containsExactlyElementsOf(rows(ACME));
    }

    @Test
    void copiesRowsThatTheOwnerMayNotSee() throws SQLException {
        make("""
                CREATE TABLE secrets (id int);
                INSERT INTO secrets VALUES (1), (2);
                ALTER TABLE secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                CREATE POLICY none ON secrets USING (false);
                """);

        copy(GLOBEX, true);

        assertThat(rows(GLOBEX)).containsExactly("secrets (1)", "secrets (2)");
        assertThat(new JdbcTemplate(user.dataSource()).queryForList("SELECT FROM globex.secrets"))
                .isEmpty();
        assertThat(new JdbcTemplate(user.dataSource()).queryForList("SELECT FROM acme.secrets"))
                .isEmpty();
    }

    @Test
    void givesTheCopyToTheOwnerOfItsSchema() throws SQLException {
        String acme = database.name() + "_acme";
        String globex = database.name() + "_globex";
        jdbc.execute("CREATE ROLE %s; CREATE ROLE %s; GRANT CREATE ON DATABASE %s TO %1$s, %2$s"
                .formatted(acme, globex, database.name()));
        jdbc.execute("GRANT ALL ON public.country TO %s; ALTER TABLE public.audited OWNER TO %1$s".formatted(acme));
        jdbc.execute("ALTER ROLE %1$s INHERIT; GRANT %2$s, %3$s TO %1$s".formatted(user.name(), acme, globex));
        work(connection -> {
            execute(connection, "CREATE SCHEMA acme AUTHORIZATION %1$s;SET ROLE %1$s".formatted(acme));
            execute(connection, "SET LOCAL search_path = acme, public");
            everything.executeEverything(connection);
            connection.commit();
            everything.fill(connection);
            execute(connection, "RESET ROLE;CREATE SCHEMA globex AUTHORIZATION " + globex);
            SchemaCopy.of(ACME, GLOBEX).withData(true).sharing(List.of(PUBLIC)).run(connection);
        });

        assertSame(Catalogue.verbatim("globex", jdbc), Catalogue.verbatim("acme", jdbc));
        jdbc.execute("DROP SCHEMA acme CASCADE");
        jdbc.execute(
                "ALTER TABLE public.audited OWNER TO CURRENT_USER; DROP OWNED BY %s; DROP ROLE %1$s".formatted(acme));
        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'globex'::regnamespace",
                        String.class))
                .containsExactly(globex);
    }

    @Test
    void privilegesAreNotThoseThatWhoeverCopiesGivesByDefault() throws SQLException {
        makeEverything();
        List<String> source = Catalogue.verbatim("acme", jdbc);
        new JdbcTemplate(user.dataSource()).execute("""
                ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO %1$s_reporter;
                ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;
                ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO %1$s_reporter;
                ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO %1$s_reporter
                """.formatted(database.name()));

        copy(GLOBEX, false);

        assertSame(Catalogue.verbatim("globex", jdbc), source);
    }

    @Test
    void leavesTheSessionAsItWas() throws SQLException {
        makeEverything();
        work(connection -> {
            execute(connection, "SET LOCAL search_path = public, acme;SET LOCAL datestyle = 'ISO, DMY'");
            List<String> before = settings(connection);
            copy(GLOBEX, true, connection);
            assertSame(settings(connection), before);
        });
    }

    private static List<String> settings(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForList(
                        "SELECT name || ' ' || setting FROM pg_settings WHERE name NOT LIKE '%.%' ORDER BY 1",
                        String.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knowsHowManyLocksACopyTakes(boolean withData) throws SQLException {
        makeEverything();
        work(connection -> {
            CatalogueSql acme = CopiedSchemas.read(ACME, PUBLIC, connection).ofSource();
            long relations = CopyLocks.ofRelations(withData, acme, new Session(connection));
            long all = CopyLocks.count(withData, acme, new Session(connection));
            copy(GLOBEX, withData, connection);
            assertThat(relations).isBetween(held(connection, "relation") - 12, held(connection, "relation") + 12);
            // What else is locked, some minor versions of PostgreSQL lock, and some do not.
            assertThat(all).isBetween(held(connection, "%") * 5 / 6, held(connection, "%") * 3 / 2);
        });
    }

    /** Returns how many places in the lock table the transaction has, but for those of PostgreSQL's own catalogue. */
    private static long held(Connection connection, String type) throws SQLException {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForList(
                        "SELECT DISTINCT locktype, relation, classid, objid FROM pg_locks WHERE pid = pg_backend_pid()"
                                + " AND greatest(relation, objid) >= 16384 AND locktype LIKE ?",
                        type)
                .size();
    }

    @Test
    void refusesASchemaThatTakesMoreThanHalfOfTheLockTable() throws SQLException {
        make("");
        long half = jdbc.queryForList(
                        "SELECT current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 2",
                        Long.class)
                .get(0);
        JdbcTemplate owner = new JdbcTemplate(user.dataSource());
        // Each takes a place for itself and one for its copy. A part at a time: while they are made, they do as well.
        for (int start = 0; start <= half / 2; start += 800) {
            owner.execute(
                    "DO $$ BEGIN FOR n IN %d..%d LOOP EXECUTE 'CREATE TABLE acme.t' || n || ' (id int) PARTITION BY LIST (id)'; END LOOP; END $$"
                            .formatted(start, Math.min(start + 799, half / 2)));
        }
        assertThatExceptionOfType(SchemaTooLargeException.class)
                .isThrownBy(() -> work(connection -> {
                    try {
                        copy(GLOBEX, true, connection);
                    } finally {
                        assertThat(held(connection, "%"))
                                .as("asked before anything is locked")
                                .isLessThan(10);
                    }
                }))
                .withMessageStartingWith("Schema 'acme' was not copied to 'globex', because that takes about")
                .withMessageContaining("Raise max_locks_per_transaction");
    }

    @Test
    void waitsForThoseWhoWriteRowsThatAreCopied() throws SQLException {
        make("CREATE TABLE notes (id int)");
        try (Connection writer = user.dataSource().getConnection()) {
            writer.setAutoCommit(false);
            execute(writer, "INSERT INTO acme.notes VALUES (1)");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> work(connection -> {
                        execute(connection, "SET LOCAL lock_timeout = '100ms'");
                        copy(GLOBEX, true, connection);
                    }))
                    .satisfies(busy -> assertThat(busy.getSQLState()).isEqualTo("55P03"));
            copy(GLOBEX, false);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq) | operator acme.===(integer,integer) is of a kind
        CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.simple) | text search configuration
        CREATE TYPE state AS ENUM ('a'); CREATE CAST (state AS int) WITH INOUT | cast from acme.state to integer
        CREATE TABLE t (id int) PARTITION BY LIST (id); CREATE TABLE public.p PARTITION OF t FOR VALUES IN (1) | has a partition or an heir in another schema, public.p
        CREATE TABLE public.p (id int) PARTITION BY LIST (id); CREATE TABLE t PARTITION OF public.p FOR VALUES IN (1) | is a partition of a table in another schema
        CREATE TABLE a (id int); CREATE TABLE b (own int) INHERITS (a); ALTER TABLE a ADD later int | inherits columns that were added behind its own
        CREATE TABLE t (id int); CREATE PUBLICATION %s FOR TABLE t | publication
        CREATE TABLE t (id int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM acme.t' | the text of function f() has the word 'acme'
        CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT 1 FROM "acme".t'; RETURN 1; END $$ | the text of function f()
        CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SET app.schema = 'acme' AS $$ BEGIN RETURN 1; END $$ | the text of function f()
        CREATE TABLE t (id int); CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger('acme') | the text of trigger g of table t
        CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval(('acme.s'::text)::regclass)) | finds something by a text that names schema 'acme'
        CREATE VIEW v AS SELECT to_regclass('acme.v') AS oid | finds something by a text that names schema 'acme'
        CREATE TABLE t (what regclass); INSERT INTO t VALUES ('t') | column t.what refers to what is in the schema by its number
        CREATE TABLE t (what regclass[]); INSERT INTO t VALUES ('{public.country}'), ('{public.country,t}') | column t.what refers to what is in the schema by its number
        CREATE DOMAIN d AS regclass; CREATE DOMAIN e AS d; CREATE TABLE t (what e); INSERT INTO t VALUES ('t') | column t.what refers to what is in the schema by its number
        CREATE TYPE c AS (a int, b regtype[]); CREATE DOMAIN d AS c; CREATE TABLE t (what d[]); INSERT INTO t VALUES (ARRAY[ROW(1, '{c}')::d]) | column t.what refers to what is in the schema by its number
        CREATE TABLE t (what oid); INSERT INTO t VALUES (lo_create(0)) | column t.what refers to large objects
        CREATE DOMAIN d AS oid[]; CREATE TABLE t (what d); INSERT INTO t VALUES (ARRAY[lo_create(0)]) | column t.what refers to large objects
        CREATE TYPE r AS RANGE (SUBTYPE = oid, MULTIRANGE_TYPE_NAME = m); CREATE TABLE t (what m); INSERT INTO t SELECT m(r(NULL, lo_create(0))) | column t.what refers to large objects
        CREATE FUNCTION lower(anyelement) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT acme.lower('X'::text) AS x | would need function acme.lower(anyelement)
        CREATE FUNCTION public.f(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1; CREATE FUNCTION f(anyelement) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'; CREATE TABLE t (id int CHECK (acme.f(id) > 1)) | CHECK ((f(id) > 1))' would be missing in the copy, or mean something else there
                CREATE VIEW v AS SELECT 'acme'::regnamespace AS schema | rule _RETURN on view acme.v names the schema itself
        CREATE TABLE t (id int); CREATE VIEW public.w AS SELECT id FROM acme.t; CREATE VIEW v AS SELECT id FROM public.w | table acme.t is needed by something in another schema
        CREATE TYPE kind AS ENUM ('a'); CREATE DOMAIN public.d AS acme.kind; CREATE TABLE t (what public.d) | type acme.kind is needed by something in another schema

        """)
    void refusesWhatCannotBeCopied(String sql, String reason) throws SQLException {
        jdbc.execute(
                "GRANT CREATE ON DATABASE %s TO %s; ALTER ROLE %2$s SUPERUSER".formatted(database.name(), user.name()));
        make(sql.replace("%s", database.name()));
        work(connection -> {
            Savepoint before = connection.setSavepoint();
            assertThatExceptionOfType(UncopyableSchemaException.class)
                    .isThrownBy(() -> copy(GLOBEX, true, connection))
                    .withMessageStartingWith("Schema 'acme' was not copied to 'globex': ")
                    .withMessageContaining(reason)
                    .satisfies(refused -> assertThat(refused.reasons()).hasSizeGreaterThan(0));
            connection.rollback(before);
            execute(connection, "CREATE SCHEMA globex");
        });
        assertThat(Catalogue.verbatim("globex", jdbc)).isEmpty();
    }

    @Test
    void copiesNumbersOfWhatIsEverybodys() throws SQLException {
        make("""
                CREATE TYPE c AS (a int, b regtype[]);
                CREATE TABLE t (a regclass[], b c, c oid[], d int4multirange);
                INSERT INTO t VALUES ('{public.country,pg_class}', ROW(1, '{text,int}'), '{1,2}', '{[1,3)}'), (NULL, NULL, NULL, NULL);
                """);
        copy(GLOBEX, true);
        assertThat(rows(GLOBEX)).hasSize(2).isEqualTo(rows(ACME));
    }

    @Test
    void domainsThatAreCheckedMayBePartsOfOtherTypes() throws SQLException {
        make("""
                CREATE TABLE known (name text);
                CREATE FUNCTION is_known(known) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).name <> ''nobody''';
                CREATE FUNCTION is_quiet(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT shout($1) <> $1';
                CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%') CHECK (is_quiet(VALUE));
                ALTER DOMAIN email ADD CONSTRAINT known_one CHECK (is_known(ROW(VALUE)::known));
                COMMENT ON CONSTRAINT known_one ON DOMAIN email IS 'a constraint';
                CREATE DOMAIN needed AS int NOT NULL;
                CREATE DOMAIN positive AS int;
                CREATE DOMAIN mails AS email[] CHECK (cardinality(VALUE) < 5);
                CREATE TYPE contact AS (mail email, number needed);
                CREATE TABLE customers (mails email[], more mails, contact contact, contacts contact[], numbers needed[],
                    late positive[], PRIMARY KEY (mails)) PARTITION BY LIST (mails);
                CREATE TABLE others PARTITION OF customers DEFAULT;
                INSERT INTO customers VALUES ('{a@b}', '{a@c,a@d}', ROW('a@b', 1), ARRAY[ROW('a@e', 2)::contact], '{3}', '{-1}');
                ALTER DOMAIN positive ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
                CREATE MATERIALIZED VIEW seen AS SELECT mails FROM customers;
                """);
        copy(GLOBEX, true);
        assertThat(Catalogue.verbatim("globex", jdbc)).isEqualTo(Catalogue.verbatim("acme", jdbc));
        assertThat(rows(GLOBEX)).hasSize(3).isEqualTo(rows(ACME));
        for (String wrong : List.of(
                "(mails) VALUES ('{a}')",
                "(mails) VALUES ('{A@B}')",
                "(mails, contact) VALUES ('{x@y}', ROW('a', 1))",
                "(mails, numbers) VALUES ('{x@y}', '{NULL}')",
                "(mails, late) VALUES ('{x@y}', '{-1}')")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(wrong)
                    .isThrownBy(() -> work(connection -> execute(
                            connection, "SET LOCAL search_path = globex, public;INSERT INTO customers " + wrong)))
                    .satisfies(refused -> assertThat(refused.getSQLState()).startsWith("23"));
        }
    }

    @Test
    void leavesAloneWhatLooksAtTheOriginalFromOutside() throws SQLException {
        make("CREATE TABLE t (id int); CREATE TABLE public.p (id int PRIMARY KEY);"
                + "CREATE TABLE u (p int REFERENCES public.p); CREATE VIEW public.w AS SELECT id FROM acme.t");
        copy(GLOBEX, true);
        assertThat(Catalogue.of("globex", jdbc)).isEqualTo(Catalogue.of("acme", jdbc));
    }

    @Test
    void refusesAnInvalidIndex() throws SQLException {
        make("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> new JdbcTemplate(user.dataSource())
                        .execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON acme.t (id)"));

        assertThatExceptionOfType(UncopyableSchemaException.class)
                .isThrownBy(() -> copy(GLOBEX, false))
                .withMessageContaining("index acme.broken is invalid; drop it");
    }

    @Test
    void copiesMentionsAndLargeObjectsThatSomebodyAllows() throws SQLException {
        make("""
                CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''acme''::text';
                CREATE TABLE t (what oid); INSERT INTO t VALUES (lo_create(0));
                """);
        work(connection -> {
            execute(connection, "CREATE SCHEMA globex");
            SchemaCopy.of(ACME, GLOBEX)
                    .withData(true)
                    .allowingMentions(true)
                    .allowingLargeObjects(true)
                    .run(connection);
        });

        assertThat(Catalogue.verbatim("globex", jdbc)).isEqualTo(Catalogue.verbatim("acme", jdbc));
        assertThat(rows(GLOBEX)).isEqualTo(rows(ACME));
    }

    @Test
    void whatIsCalledLikeSomethingSharedStaysWhatItWas() throws SQLException {
        make("""
                CREATE FUNCTION public.f(int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''shared''::text';
                CREATE FUNCTION f(anyelement) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''own''::text';
                CREATE TABLE country (id int);
                INSERT INTO country VALUES (7);
                CREATE VIEW own AS SELECT acme.f(1) AS f, id FROM country;
                CREATE VIEW of_all AS SELECT public.f(1) AS f, code FROM public.country;
                """);
        copy(GLOBEX, true);
        jdbc.execute("DROP SCHEMA acme CASCADE");

        assertThat(jdbc.queryForList("SELECT f || id FROM globex.own", String.class))
                .containsExactly("own7");
        assertThat(jdbc.queryForList("SELECT f || code FROM globex.of_all", String.class))
                .containsExactly("sharedde", "sharedfr");
    }

    @Test
    void functionsFindWhatTheyFindForATenant() throws SQLException {
        make("""
                CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''own''::text';
                CREATE FUNCTION low(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN lower($1); END';
                CREATE FUNCTION is_loud(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT shout($1) = $1';
                CREATE TABLE t (name text CHECK (is_loud(name)), low text GENERATED ALWAYS AS (low(name)) STORED);
                INSERT INTO t VALUES ('X');
                """);
        copy(GLOBEX, true);

        assertThat(rows(GLOBEX)).containsExactly("t (X,x)").isEqualTo(rows(ACME));
    }

    @Test
    void isNotMisledByNamesOfPostgreSqlsOwn() throws SQLException {
        make("""
                CREATE TYPE text AS (a int);
                CREATE FUNCTION format(pg_catalog.text) RETURNS pg_catalog.text LANGUAGE sql AS 'SELECT ''x''::pg_catalog.text';
                CREATE TABLE pg_class (mine acme.text, common pg_catalog.text DEFAULT acme.format('y'));
                INSERT INTO acme.pg_class VALUES (ROW(1));
                """);
        copy(GLOBEX, true);
        jdbc.execute("DROP SCHEMA acme CASCADE");
        jdbc.execute("INSERT INTO globex.pg_class VALUES (ROW(2))");

        assertThat(rows(GLOBEX)).containsExactly("pg_class (\"(1)\",x)", "pg_class (\"(2)\",x)");
        assertThat(jdbc.queryForList(
                        "SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = 'globex.pg_class'::regclass AND attnum > 0",
                        String.class))
                .containsExactlyInAnyOrder("globex.text", "text");
    }

    @Test
    void copiesAnEmptySchema() throws SQLException {
        make("");
        copy(GLOBEX, true);
        assertThat(Catalogue.verbatim("globex", jdbc)).isEmpty();
    }

    @Test
    void refusesASchemaThatIsNotEmpty() throws SQLException {
        make("");
        assertThatExceptionOfType(UncopyableSchemaException.class)
                .isThrownBy(() -> work(connection -> {
                    execute(connection, "CREATE SCHEMA globex; CREATE TABLE globex.t (id int)");
                    SchemaCopy.of(ACME, GLOBEX).run(connection);
                }))
                .withMessageContaining("there is something in the schema of the copy already, table globex.t");
    }

    @Test
    void refusesASchemaThatIsNotThere() throws SQLException {
        make("");
        assertThatExceptionOfType(UncopyableSchemaException.class)
                .isThrownBy(() -> work(connection -> SchemaCopy.of(ACME, GLOBEX).run(connection)))
                .withMessage("Schema 'acme' was not copied to 'globex': there is no schema 'globex'.");
        assertThatExceptionOfType(UncopyableSchemaException.class)
                .isThrownBy(() -> work(connection -> SchemaCopy.of(GLOBEX, ACME).run(connection)))
                .withMessage("Schema 'globex' was not copied to 'acme': there is no schema 'globex'.");
    }

    @Test
    void refusesToCopyASchemaToItselfOrWithoutATransaction() throws SQLException {
        assertThatIllegalArgumentException().isThrownBy(() -> SchemaCopy.of(ACME, ACME));
        try (Connection connection = user.dataSource().getConnection()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> SchemaCopy.of(ACME, GLOBEX).run(connection));
        }
    }
}
