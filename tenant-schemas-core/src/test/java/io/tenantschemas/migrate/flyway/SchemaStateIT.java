package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.PagesRead;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaStateIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    /** The catalogues themselves, read whole. */
    private static final String CATALOGUES = """
            SELECT EXISTS (SELECT FROM pg_class c
                       WHERE c.relnamespace = n.oid AND c.relname = 'flyway_schema_history' AND c.relkind IN ('r', 'p')),
                   EXISTS (SELECT FROM pg_class c
                       WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')),
                   NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid)
                       AND NOT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid)
                       AND NOT EXISTS (SELECT FROM pg_type t WHERE t.typnamespace = n.oid)
            FROM pg_namespace n WHERE n.nspname = '%s'
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = database.dataSource().getConnection();
        jdbc.execute("CREATE SCHEMA acme; CREATE SCHEMA globex");
    }

    @AfterEach
    void close() throws SQLException {
        try (database) {
            connection.close();
        }
    }

    @Test
    void knowsThatThereIsNoSchema() throws SQLException {
        assertThat(SchemaState.read(SchemaName.of("nobody"), connection))
                .isEqualTo(new SchemaState(false, false, false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE TABLE acme.flyway_schema_history (id int)",
                "CREATE TABLE acme.flyway_schema_history (id int) PARTITION BY LIST (id)",
                "CREATE VIEW acme.flyway_schema_history AS SELECT 1",
                "CREATE TABLE globex.flyway_schema_history (id int)",
                "CREATE TABLE acme.t (id int)",
                "CREATE UNLOGGED TABLE acme.t (id int)",
                "CREATE TABLE globex.p (id int) PARTITION BY LIST (id); CREATE TABLE acme.t PARTITION OF globex.p DEFAULT",
                "CREATE TABLE globex.p (id int); CREATE TABLE acme.t () INHERITS (globex.p)",
                "CREATE TYPE globex.c AS (id int); CREATE TABLE acme.t OF globex.c",
                "CREATE VIEW acme.t AS SELECT 1",
                "CREATE MATERIALIZED VIEW acme.t AS SELECT 1",
                "CREATE SEQUENCE acme.t",
                "CREATE TABLE globex.p (id int); CREATE SEQUENCE acme.t; ALTER TABLE globex.p ALTER id SET DEFAULT nextval('acme.t')",
                "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE acme.t (id int) SERVER s",
                "CREATE TYPE acme.t AS (id int)",
                "CREATE TYPE acme.t",
                "CREATE TYPE acme.t AS ENUM ('a')",
                "CREATE DOMAIN acme.t AS int",
                "CREATE TYPE acme.t AS RANGE (subtype = int4)",
                "CREATE TYPE globex.t AS RANGE (subtype = int4, multirange_type_name = acme.t)",
                "CREATE FUNCTION acme.t() RETURNS int LANGUAGE sql RETURN 1",
                "CREATE PROCEDURE acme.t() LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION acme.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE AGGREGATE acme.t (int) (sfunc = int4pl, stype = int)",
                "CREATE OPERATOR acme.=== (function = int4eq, leftarg = int, rightarg = int)",
                "CREATE COLLATION acme.t FROM \"C\"",
                "CREATE CONVERSION acme.t FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
                "CREATE OPERATOR FAMILY acme.t USING btree",
                "CREATE TEXT SEARCH CONFIGURATION acme.t (COPY = simple)",
                "CREATE TEXT SEARCH DICTIONARY acme.t (TEMPLATE = simple)",
                "CREATE TABLE globex.p (a int, b int); CREATE STATISTICS acme.t ON a, b FROM globex.p",
                "CREATE EXTENSION citext SCHEMA acme",
                "CREATE TABLE globex.t (id int PRIMARY KEY, name text, CHECK (id > 0)); ALTER TABLE globex.t SET SCHEMA acme",
                "CREATE TABLE acme.t (id serial PRIMARY KEY, name text); ALTER TABLE acme.t SET SCHEMA globex",
                "CREATE TYPE acme.t AS (id int); ALTER TYPE acme.t SET SCHEMA globex",
                "CREATE TABLE acme.t (id serial PRIMARY KEY); DROP TABLE acme.t",
                "CREATE TABLE globex.t (id int); CREATE RULE r AS ON INSERT TO globex.t DO NOTHING; CREATE POLICY p ON globex.t; CREATE INDEX acme ON globex.t (id)"
            })
    void tellsTheSameAsTheCatalogues(String sql) throws SQLException {
        jdbc.execute(sql);
        assertThat(SchemaState.read(ACME, connection)).isEqualTo(ofCatalogues(ACME));
        assertThat(SchemaState.read(SchemaName.of("globex"), connection))
                .isEqualTo(ofCatalogues(SchemaName.of("globex")));
    }

    @Test
    void tellsTheSameOfThePublicSchema() throws SQLException {
        SchemaName publicSchema = SchemaName.of("public");
        assertThat(SchemaState.read(publicSchema, connection)).isEqualTo(ofCatalogues(publicSchema));
        jdbc.execute("CREATE TABLE public.flyway_schema_history (id int)");
        assertThat(SchemaState.read(publicSchema, connection))
                .isEqualTo(ofCatalogues(publicSchema))
                .isEqualTo(new SchemaState(true, true, true, false));
    }

    @Test
    void looksAtAFewPagesHoweverManySchemasThereAre() throws SQLException {
        PagesRead.fill(jdbc, 300);
        assertThat(PagesRead.by(connection, SchemaState.QUERY, FlywayConfigurations.HISTORY_TABLE, "acme"))
                .isLessThan(40);
        assertThat(PagesRead.by(connection, SchemaState.QUERY, FlywayConfigurations.HISTORY_TABLE, "filler_7"))
                .isLessThan(40);
    }

    private SchemaState ofCatalogues(SchemaName schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CATALOGUES.formatted(schema))) {
            row.next();
            return new SchemaState(true, row.getBoolean(1), row.getBoolean(2), row.getBoolean(3));
        }
    }
}
