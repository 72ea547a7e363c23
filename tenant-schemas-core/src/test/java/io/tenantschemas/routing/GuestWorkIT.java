package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.PagesRead;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class GuestWorkIT {

    /** The catalogue itself, read whole. */
    private static final String CATALOGUE =
            "SELECT 'pg_temp.' || quote_ident(c.relname), c.relkind, c.oid FROM pg_class c WHERE c.relnamespace = pg_my_temp_schema()"
                    + " AND c.relkind IN ('r', 'p', 'v', 'S')";

    private static final String ALL_KINDS = """
            CREATE TEMPORARY TABLE "Plain" (id serial PRIMARY KEY, no int GENERATED ALWAYS AS IDENTITY, name text);
            CREATE TEMPORARY TABLE parted (id int) PARTITION BY LIST (id);
            CREATE TEMPORARY TABLE part PARTITION OF parted DEFAULT;
            CREATE TEMPORARY VIEW seen AS SELECT * FROM "Plain";
            CREATE TEMPORARY SEQUENCE numbers;
            CREATE TEMPORARY TABLE going (id int) ON COMMIT DROP;
            CREATE TYPE pg_temp.composed AS (id int);
            CREATE FUNCTION pg_temp.called() RETURNS int LANGUAGE sql RETURN 1;
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        try (database) {
            connection.close();
        }
    }

    @Test
    void findsTheSameTemporaryRelationsAsTheCatalogue() throws SQLException {
        assertThat(rows(GuestWork.TEMPORARY)).isEmpty();
        execute(ALL_KINDS);
        assertThat(rows(GuestWork.TEMPORARY)).hasSize(8).containsExactlyInAnyOrderElementsOf(rows(CATALOGUE));
    }

    @Test
    void looksAtAFewPagesHoweverManySchemasThereAre() throws SQLException {
        PagesRead.fill(new JdbcTemplate(database.dataSource()), 300);
        assertThat(PagesRead.by(connection, GuestWork.TEMPORARY)).isLessThan(10);
    }

    @Test
    void removesWhatCameAndNothingElse() throws SQLException {
        execute("CREATE TEMPORARY TABLE own (id serial)");
        List<String> before = rows(CATALOGUE);
        GuestWork guest = GuestWork.begin(connection, false);
        execute(ALL_KINDS);
        guest.end();
        assertThat(rows(CATALOGUE)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void removesNothingThatIsCalledTheSame() throws SQLException {
        execute(
                "CREATE TABLE public.numbers (id serial); CREATE TABLE public.own (id int); CREATE TEMPORARY TABLE own (id int)");
        List<String> before = rows(CATALOGUE);
        GuestWork guest = GuestWork.begin(connection, false);
        execute("CREATE TEMPORARY TABLE numbers (id serial)");
        execute("SELECT set_config('search_path', 'public, pg_temp', false)");
        guest.end();
        assertThat(rows(CATALOGUE)).isEqualTo(before);
        assertThat(rows("SELECT relname, relkind, relnamespace::regnamespace FROM pg_class WHERE relname ~ '^numbers'"))
                .containsExactlyInAnyOrder("numbers r public", "numbers_id_seq S public");
    }

    @Test
    void keepsTheSessionForOthersOnlyWhereNobodyLeftAnything() throws SQLException {
        GuestWork.begin(connection, false).endWithoutTrace();
        assertThat(session().isLost()).isFalse();
        assertThat(session().pathMayHaveMoved()).isTrue();

        GuestWork.begin(connection, false).end();
        GuestWork.begin(connection, false).endWithoutTrace();
        assertThat(session().isLost()).isTrue();
        assertThat(session().isSpoilt()).isTrue();
    }

    @Test
    void keepsTheSessionFromOthersForAsLongAsItGoesOn() throws SQLException {
        GuestWork.begin(connection, false);
        assertThat(session().isLost()).isTrue();
    }

    @Test
    void keepsNoSessionInWhichTheServerHasLearntOfManySchemas() throws SQLException {
        for (int i = 1; i < 25; i++) {
            GuestWork.begin(connection, false).endWithoutTrace();
            assertThat(session().isLost()).isFalse();
        }
        GuestWork.begin(connection, false).endWithoutTrace();
        assertThat(session().isLost()).isTrue();
    }

    private Session session() throws SQLException {
        return Session.of(connection);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(String.join(" ", result.getString(1), result.getString(2), result.getString(3)));
            }
        }
        return rows;
    }
}
