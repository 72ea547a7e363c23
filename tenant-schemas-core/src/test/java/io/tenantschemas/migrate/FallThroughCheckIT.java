package io.tenantschemas.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.PagesRead;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FallThroughCheckIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final List<SchemaName> BOTH = List.of(ACME, SchemaName.of("globex"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final FallThroughCheck check = check();

    @BeforeEach
    void createSchemas() {
        jdbc.execute("CREATE SCHEMA acme; CREATE SCHEMA globex; CREATE SCHEMA extras");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TABLE %s (id int)                                  | table public.thing
                    VIEW %s AS SELECT 1                                | view public.thing
                    MATERIALIZED VIEW %s AS SELECT 1                   | materialized view public.thing
                    SEQUENCE %s                                        | sequence public.thing
                    TABLE %s (id int) PARTITION BY RANGE (id)          | table public.thing
                    FUNCTION %s(a int) RETURNS int RETURN 1            | routine public.thing(a integer)
                    PROCEDURE %s() BEGIN ATOMIC SELECT 1; END          | routine public.thing()
                    """)
    void findsWhatExistsInBothAndKnowsTheRemedy(String definition, String description) {
        jdbc.execute("CREATE " + definition.formatted("acme.thing"));
        jdbc.execute("CREATE " + definition.formatted("public.thing"));
        assertThatExceptionOfType(NameCollisionException.class)
                .isThrownBy(() -> check.check(ACME))
                .withMessageContaining(description)
                .satisfies(collision -> {
                    jdbc.execute("CREATE SCHEMA legacy");
                    collision.collisions().forEach(found -> jdbc.execute(found.remedy()));
                });
        assertThatNoException().isThrownBy(() -> check.check(ACME));
    }

    @Test
    void findsATableBehindAViewOfTheSameName() {
        jdbc.execute("CREATE TABLE acme.orders (id int); CREATE VIEW public.orders AS SELECT 1 AS id");
        assertThatExceptionOfType(NameCollisionException.class).isThrownBy(() -> check.check(ACME));
    }

    @Test
    void looksIntoExtraSchemasToo() {
        jdbc.execute("CREATE TABLE acme.orders (id int); CREATE TABLE extras.orders (id int)");
        assertThatExceptionOfType(NameCollisionException.class)
                .isThrownBy(() -> check.check(ACME))
                .withMessageContaining("extras.orders");
    }

    @Test
    void doesNotMindWhatOtherTenantsHave() {
        jdbc.execute("CREATE TABLE acme.orders (id int); CREATE TABLE globex.orders (id int)");
        assertThatNoException().isThrownBy(() -> check.check(ACME));
    }

    @Test
    void doesNotMindTheHistory() {
        jdbc.execute("CREATE TABLE acme.flyway_schema_history (id int); CREATE TABLE flyway_schema_history (id int)");
        assertThatNoException().isThrownBy(() -> check.check(ACME));
    }

    @Test
    void doesNotMindWhatMayExistInBoth() {
        jdbc.execute("CREATE TABLE acme.audit (id serial); CREATE TABLE public.audit (id serial)");
        assertThatNoException().isThrownBy(() -> check("audit").check(ACME));
        assertThatExceptionOfType(NameCollisionException.class).isThrownBy(() -> check.check(ACME));
    }

    @Test
    void mentionsATableWithoutTheSequencesThatGoWithIt() {
        jdbc.execute("CREATE TABLE acme.orders (id serial, no int GENERATED ALWAYS AS IDENTITY)");
        jdbc.execute("CREATE TABLE public.orders (id serial, no int GENERATED ALWAYS AS IDENTITY)");
        assertThatExceptionOfType(NameCollisionException.class)
                .isThrownBy(() -> check.check(ACME))
                .satisfies(collision -> assertThat(collision.collisions())
                        .extracting(NameCollision::describe)
                        .containsExactly("table public.orders"));
    }

    @Test
    void findsTheSequenceOfAnotherTable() {
        jdbc.execute("CREATE SEQUENCE acme.old_id_seq; CREATE TABLE public.old (id serial)");
        assertThatExceptionOfType(NameCollisionException.class)
                .isThrownBy(() -> check.check(ACME))
                .satisfies(
                        collision -> jdbc.execute(collision.collisions().get(0).remedy()));
        assertThatNoException().isThrownBy(() -> check.check(ACME));
    }

    @Test
    void doesNotMindWhatBelongsToAnExtension() {
        jdbc.execute("CREATE EXTENSION citext SCHEMA public");
        jdbc.execute("CREATE FUNCTION acme.citext_eq(a int) RETURNS int RETURN 1");
        assertThatNoException().isThrownBy(() -> check.check(ACME));
    }

    @Test
    void findsNamesOfEntitiesBeforeThereIsATenant() throws SQLException {
        jdbc.execute("CREATE TABLE public.orders (id int)");
        try (Connection connection = database.dataSource().getConnection()) {
            assertThatNoException().isThrownBy(() -> check.check(Set.of("products"), connection));
            assertThatExceptionOfType(NameCollisionException.class)
                    .isThrownBy(() -> check.check(Set.of("orders", "products"), connection))
                    .withMessageContaining("ALTER TABLE public.orders SET SCHEMA");
        }
    }

    @ParameterizedTest
    @CsvSource({"TABLE %s (id int)", "VIEW %s AS SELECT 1", "SEQUENCE %s", "FUNCTION %s(a int) RETURNS int RETURN 1"})
    void suspectsThoseWhoseNamesExistInBoth(String definition) {
        jdbc.execute("CREATE " + definition.formatted("acme.thing"));
        jdbc.execute("CREATE " + definition.formatted("globex.another"));
        assertThat(check.suspects(BOTH)).isEmpty();
        jdbc.execute("CREATE " + definition.formatted("extras.thing"));
        assertThat(check.suspects(BOTH)).containsExactly(ACME);
        assertThat(check.suspects(List.of(SchemaName.of("globex")))).isEmpty();
        assertThat(check("thing").suspects(BOTH)).isEmpty();
    }

    @Test
    void suspectsNobodyForWhatMayExistInBoth() {
        jdbc.execute("CREATE TABLE acme.audit (id serial); CREATE TABLE public.audit (id serial)");
        jdbc.execute("CREATE TABLE acme.flyway_schema_history (id int); CREATE TABLE flyway_schema_history (id int)");
        jdbc.execute("CREATE EXTENSION citext SCHEMA public");
        jdbc.execute("CREATE FUNCTION acme.citext_eq(a int) RETURNS int RETURN 1");
        assertThat(check("audit").suspects(BOTH)).isEmpty();
    }

    @Test
    void looksAtAFewPagesHoweverManyTenantsHaveTheSameNames() throws SQLException {
        PagesRead.fill(jdbc, 300);
        jdbc.execute("CREATE SEQUENCE public.orders_id_seq");
        List<String> shared = List.of("public", "extras");
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(PagesRead.by(
                            connection,
                            FallThroughCheck.OF_SCHEMA + FallThroughCheck.COLLISIONS,
                            "filler_7",
                            shared,
                            List.of(),
                            List.of()))
                    .isLessThan(110);
            List<String> fillers =
                    IntStream.rangeClosed(1, 50).mapToObj(i -> "filler_" + i).toList();
            List<String> history = List.of("flyway_schema_history");
            assertThat(PagesRead.by(
                            connection,
                            FallThroughCheck.IS_ANY_SUSPECT,
                            shared,
                            history,
                            fillers,
                            shared,
                            history,
                            fillers))
                    .isLessThan(110);
        }
    }

    private FallThroughCheck check(String... allowed) {
        return new FallThroughCheck(
                database.dataSource(), SchemaName.of("public"), List.of(SchemaName.of("extras")), List.of(allowed));
    }
}
