package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A schema gets another name, and somebody else its former one. */
class SchemaRenameIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaName GLOBEX = SchemaName.of("globex");

    private final SchemaWithEverything everything = new SchemaWithEverything();

    private final JdbcTemplate jdbc = everything.jdbc();

    @BeforeEach
    void share() throws SQLException {
        everything.share();
    }

    @AfterEach
    void close() {
        everything.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        SchemaWithEverything.execute(connection, sql);
    }

    private void make(String sql) throws SQLException {
        everything.work(
                connection -> execute(connection, "CREATE SCHEMA acme;SET LOCAL search_path = acme, public;" + sql));
    }

    private static void rename(boolean mentionsAllowed, Connection connection) throws SQLException {
        new SchemaRename(ACME, GLOBEX, mentionsAllowed).run(connection);
    }

    @Test
    void nothingOfWhatThereIsLeadsToTheFormerName() throws SQLException {
        everything.makeEverything();
        List<String> before = Catalogue.verbatim("acme", jdbc);
        everything.work(connection -> rename(false, connection));
        assertThat(Catalogue.verbatim("globex", jdbc)).containsExactlyElementsOf(before);
        for (String catalogue : List.of("pg_proc", "pg_attrdef", "pg_constraint", "pg_trigger", "pg_policy")) {
            assertThat(jdbc.queryForList(
                            "SELECT t::text FROM pg_catalog.%s t WHERE t::text ~ '\\macme\\M'".formatted(catalogue),
                            String.class))
                    .as(catalogue)
                    .isEmpty();
        }
        everything.work(connection -> {
            execute(connection, "SET LOCAL search_path = globex, public");
            execute(connection, everything.script("use.sql"));
        });
    }

    @Test
    void functionsReadWhatTheyReadBeforeAlsoWhereSomebodyHasTheNameAgain() throws SQLException {
        make("""
                CREATE TABLE invoices (id int); INSERT INTO invoices VALUES (1);
                CREATE FUNCTION invoices() RETURNS SETOF int LANGUAGE sql SECURITY DEFINER SET search_path = acme, public
                    AS 'SELECT id FROM invoices';
                CREATE FUNCTION invoices(lowest int) RETURNS SETOF int LANGUAGE plpgsql SET work_mem = '8MB' SET search_path = '$user', "acme",public, acme2
                    AS 'BEGIN RETURN QUERY SELECT id FROM invoices WHERE id >= lowest; END';
                CREATE PROCEDURE add_invoice() LANGUAGE sql SET search_path FROM CURRENT AS 'INSERT INTO invoices VALUES (2)';
                """);
        everything.work(connection -> rename(false, connection));
        make("CREATE TABLE invoices (id int); INSERT INTO invoices VALUES (100)");

        everything.work(connection -> execute(connection, "SET LOCAL search_path = globex;CALL add_invoice()"));
        assertThat(jdbc.queryForList("SELECT globex.invoices()", Integer.class)).containsExactly(1, 2);
        assertThat(jdbc.queryForList("SELECT globex.invoices(0)", Integer.class))
                .containsExactly(1, 2);
        assertThat(jdbc.queryForList("SELECT id FROM acme.invoices", Integer.class))
                .containsExactly(100);
        assertThat(jdbc.queryForList(
                        "SELECT unnest(proconfig) FROM pg_proc WHERE proname IN ('invoices', 'add_invoice') ORDER BY pronargs, proname, 1",
                        String.class))
                .containsExactly(
                        "search_path=globex, public",
                        "search_path=globex, public",
                        "search_path=\"$user\", globex, public, acme2",
                        "work_mem=8MB");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CREATE TABLE t (id int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM acme.t' | the text of function f() has the word 'acme', so that it may lead to whoever gets that name next
        CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM "acme".t'; END $$ | the text of procedure p()
        CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SET datestyle = 'ISO' SET application_name = 'acme' AS $$ BEGIN RETURN 1; END $$ | the text of function f()
        CREATE TABLE t (id int); CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger('acme') | the text of trigger g of table t
        CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval(('acme.s'::text)::regclass)) | finds something by a text that names schema 'acme'
        """)
    void refusesTextsThatWouldLeadToTheFormerName(String sql, String reason) throws SQLException {
        make(sql);
        List<String> before = Catalogue.verbatim("acme", jdbc);
        everything.work(connection -> {
            Savepoint savepoint = connection.setSavepoint();
            assertThatExceptionOfType(SchemaMentionedException.class)
                    .isThrownBy(() -> rename(false, connection))
                    .withMessageStartingWith("Schema 'acme' was not renamed to 'globex': ")
                    .withMessageContaining(reason)
                    .withMessageContaining("--allow-mentions")
                    .satisfies(refused -> {
                        assertThat(refused.reasons()).hasSize(1);
                        assertThat(refused.from()).isEqualTo(ACME);
                        assertThat(refused.to()).isEqualTo(GLOBEX);
                    });
            connection.rollback(savepoint);
        });
        assertThat(Catalogue.verbatim("acme", jdbc)).isEqualTo(before);
        everything.work(connection -> rename(true, connection));
        assertThat(Catalogue.verbatim("globex", jdbc)).hasSameSizeAs(before);
    }

    @Test
    void leavesTheSessionAsItWas() throws SQLException {
        everything.makeEverything();
        everything.work(connection -> {
            execute(connection, "SET LOCAL search_path = public;SET LOCAL enable_seqscan = off");
            List<String> before = settings(connection);
            rename(false, connection);
            assertThat(settings(connection)).isEqualTo(before);
        });
    }

    private static List<String> settings(Connection connection) {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForList(
                        "SELECT name || ' ' || setting FROM pg_settings WHERE name NOT LIKE '%.%' ORDER BY 1",
                        String.class);
    }

    @Test
    void needsASchemaAndATransaction() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> everything.work(connection -> rename(false, connection)))
                .satisfies(missing -> assertThat(missing.getSQLState()).isEqualTo("3F000"));
        try (Connection connection = everything.user().dataSource().getConnection()) {
            assertThatIllegalStateException().isThrownBy(() -> rename(false, connection));
        }
    }
}
