package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.tenantschemas.schema.SchemaRemoval.Piece;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A schema that has something of every kind is dropped piece by piece, by a user who may do no more than own it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaRemovalIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaRemoval REMOVAL = new SchemaRemoval(ACME, List.of(SchemaName.of("public")));

    private final SchemaWithEverything everything = new SchemaWithEverything();

    @BeforeAll
    void share() throws SQLException {
        everything.share();
    }

    @AfterAll
    void close() {
        everything.close();
    }

    @BeforeEach
    void makeEverything() throws SQLException {
        execute("DROP SCHEMA IF EXISTS acme CASCADE; DROP SCHEMA IF EXISTS reports CASCADE");
        everything.jdbc().execute("DROP EXTENSION IF EXISTS btree_gist, citext, cube CASCADE");
        everything.makeEverything();
    }

    private void execute(String sql) throws SQLException {
        everything.work(connection -> SchemaWithEverything.execute(connection, sql));
    }

    private List<Piece> pieces() throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        everything.work(connection -> pieces.addAll(REMOVAL.pieces(connection)));
        return pieces;
    }

    private long locks() throws SQLException {
        AtomicLong locks = new AtomicLong();
        everything.work(connection -> locks.set(SchemaRemoval.locks(ACME, connection)));
        return locks.get();
    }

    /** Returns how many places in the lock table the transaction has, but for those that only readers take. */
    private static long held(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock'")) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void knowsHowManyLocksDroppingTakes() throws SQLException {
        long expected = locks();
        everything.work(connection -> {
            SchemaWithEverything.execute(connection, "DROP SCHEMA acme CASCADE");
            // And the shared tables to which there are foreign keys.
            assertThat(held(connection)).isBetween(expected, expected + 5);
            connection.rollback();
        });
        assertThat(expected).isGreaterThan(200);
    }

    @Test
    void knowsOfNoLocksWhereThereIsNoSchema() throws SQLException {
        execute("DROP SCHEMA acme CASCADE");
        assertThat(locks()).isZero();
        assertThat(pieces()).isEmpty();
    }

    @Test
    void dropsEverythingPieceByPieceAndTakesNothingAlong() throws SQLException {
        List<Piece> pieces = pieces();
        assertThat(pieces).hasSizeGreaterThan(40);
        everything.work(connection -> {
            for (Piece piece : pieces) {
                long before = SchemaRemoval.locks(ACME, connection);
                SchemaRemoval.drop(List.of(piece), connection);
                assertThat(held(connection)).as(piece.statement()).isLessThanOrEqualTo(piece.locks() + 5);
                assertThat(SchemaRemoval.locks(ACME, connection))
                        .as(piece.statement())
                        .isBetween(before - piece.locks(), before - 1);
                connection.commit();
            }
        });
        // The schema itself, and privileges that are granted by default.
        assertThat(locks()).isLessThanOrEqualTo(3);
        assertThat(pieces()).isEmpty();
    }

    @Test
    void doesNothingWhereSomebodyHasBeenBefore() throws SQLException {
        List<Piece> pieces = pieces();
        List<Piece> some =
                pieces.stream().filter(piece -> pieces.indexOf(piece) % 2 == 0).toList();
        everything.work(connection -> SchemaRemoval.drop(some, connection));
        everything.work(connection -> SchemaRemoval.drop(pieces, connection));
        assertThat(locks()).isLessThanOrEqualTo(3);
        execute("DROP SCHEMA acme CASCADE");
        everything.work(connection -> SchemaRemoval.drop(pieces, connection));
    }

    @Test
    void dropsLastWhatIsInSightOfAllUnderTheSameName() throws SQLException {
        execute("CREATE TABLE IF NOT EXISTS public.setting (id int);CREATE TABLE acme.stock (id int PRIMARY KEY);"
                + "CREATE VIEW acme.setting AS SELECT id FROM acme.stock;"
                + "CREATE TABLE acme.other (base int REFERENCES acme.stock)");
        assertThat(pieces().stream().map(Piece::statement))
                .endsWith("DROP view IF EXISTS acme.setting CASCADE", "DROP table IF EXISTS acme.stock CASCADE");
    }

    @Test
    void dropsWhatOtherSchemasHaveOfItAsDroppingTheSchemaDoes() throws SQLException {
        execute("CREATE TABLE acme.stock (id int PRIMARY KEY);CREATE SCHEMA reports;"
                + "CREATE TABLE reports.kept (base int REFERENCES acme.stock);"
                + "CREATE VIEW reports.bases AS SELECT id FROM acme.stock");
        everything.work(connection -> SchemaRemoval.refuseNeeded(ACME, connection));
        everything.work(connection -> SchemaRemoval.drop(REMOVAL.pieces(connection), connection));
        assertThat(everything
                        .jdbc()
                        .queryForList(
                                "SELECT relname FROM pg_class WHERE relnamespace = 'reports'::regnamespace",
                                String.class))
                .containsExactly("kept");
        assertThat(everything
                        .jdbc()
                        .queryForList(
                                "SELECT conname FROM pg_constraint WHERE conrelid = 'reports.kept'::regclass",
                                String.class))
                .isEmpty();
    }

    @Test
    void refusesToTakeAlongWhatOthersHave() throws SQLException {
        everything
                .jdbc()
                .execute("CREATE EXTENSION btree_gist SCHEMA acme; CREATE EXTENSION citext SCHEMA acme;"
                        + "CREATE EXTENSION cube SCHEMA acme; CREATE EXTENSION earthdistance SCHEMA public");
        execute("""
                SET LOCAL search_path = acme, public;
                CREATE TYPE grade AS ENUM ('a'); CREATE CAST (grade AS int) WITH INOUT;
                CREATE TABLE stock (id int PRIMARY KEY, grade grade);
                CREATE FUNCTION one(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
                CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TABLE parted (id int, grade grade) PARTITION BY LIST (id);
                CREATE SCHEMA reports;
                CREATE TABLE reports.parted PARTITION OF parted DEFAULT;
                CREATE TABLE reports.booking (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
                CREATE INDEX by_room ON reports.booking USING gist (room);
                CREATE TABLE reports.customer (id int REFERENCES stock, name citext CHECK (name <> ''), grade grade, x int DEFAULT one(2),
                    CONSTRAINT checked CHECK (one(id) > 0));
                CREATE INDEX ON reports.customer (name);
                CREATE TABLE reports.heir () INHERITS (stock);
                CREATE DOMAIN reports.number AS int CONSTRAINT checked CHECK (one(VALUE) > 0);
                CREATE VIEW reports.view AS SELECT * FROM stock;
                CREATE MATERIALIZED VIEW reports.of_view AS SELECT * FROM reports.view;
                CREATE INDEX ON reports.of_view (id);
                CREATE FUNCTION reports.of_view() RETURNS SETOF reports.view LANGUAGE sql AS 'SELECT * FROM reports.view';
                CREATE FUNCTION reports.length(citext) RETURNS int LANGUAGE sql AS 'SELECT 1';
                CREATE TRIGGER same BEFORE UPDATE ON reports.customer FOR EACH ROW EXECUTE FUNCTION same();
                CREATE POLICY one ON reports.customer USING (one(id) > 0);
                """);
        everything.work(connection -> {
            SchemaWithEverything.execute(connection, "CREATE TEMPORARY TABLE mine (name acme.citext)");
            assertThatExceptionOfType(SchemaNeededException.class)
                    .isThrownBy(() -> SchemaRemoval.refuseNeeded(ACME, connection))
                    .withMessageStartingWith(
                            "Schema 'acme' was not dropped, because other schemas need something in it, and 13 of")
                    .withMessageContaining(
                            "ALTER EXTENSION btree_gist SET SCHEMA ...; ALTER EXTENSION citext SET SCHEMA ...;")
                    .satisfies(refused -> {
                        assertThat(refused.schema()).isEqualTo(ACME);
                        assertThat(refused.extensions()).containsExactly("btree_gist", "citext", "cube");
                        // What DROP SCHEMA acme CASCADE says of other schemas, but for the foreign key and the views.
                        assertThat(refused.objects())
                                .containsExactlyInAnyOrder(
                                        "column grade of table reports.customer",
                                        "column name of table reports.customer",
                                        "constraint booking_room_during_excl on table reports.booking",
                                        "constraint checked",
                                        "constraint checked on table reports.customer",
                                        "default value for column x of table reports.customer",
                                        "extension earthdistance",
                                        "function reports.length(acme.citext)",
                                        "function reports.of_view()",
                                        "index reports.by_room",
                                        "policy one on table reports.customer",
                                        "table reports.heir",
                                        "trigger same on table reports.customer");
                    });
        });
    }

    @Test
    void refusesNothingOfWhatOthersHaveOnceItsExtensionsAreElsewhere() throws SQLException {
        everything
                .jdbc()
                .execute(
                        "CREATE EXTENSION btree_gist SCHEMA acme; CREATE SCHEMA reports;"
                                + "CREATE TABLE reports.booking (room int, EXCLUDE USING gist (room acme.gist_int4_ops WITH =))");
        everything.work(connection -> assertThatExceptionOfType(SchemaNeededException.class)
                .isThrownBy(() -> SchemaRemoval.refuseNeeded(ACME, connection))
                .satisfies(refused -> assertThat(refused.objects())
                        .containsExactly("constraint booking_room_excl on table reports.booking")));
        everything.jdbc().execute("ALTER EXTENSION btree_gist SET SCHEMA public");
        everything.work(connection -> SchemaRemoval.refuseNeeded(ACME, connection));
        everything.jdbc().execute("DROP SCHEMA reports CASCADE");
    }

    @Test
    void leavesAnExtensionOfSomebodyElsesToDroppingTheSchema() throws SQLException {
        everything.jdbc().execute("CREATE EXTENSION citext SCHEMA acme");
        everything.work(connection -> SchemaRemoval.drop(REMOVAL.pieces(connection), connection));
        execute("DROP SCHEMA acme CASCADE");
        assertThat(everything.jdbc().queryForList("SELECT extname FROM pg_extension", String.class))
                .doesNotContain("citext");
    }

    @Test
    void dropsWhatBelongsToSomebodyElse() throws SQLException {
        everything.jdbc().execute("CREATE TABLE acme.strange (id int PRIMARY KEY, self int REFERENCES acme.strange)");
        everything.work(connection -> SchemaRemoval.drop(REMOVAL.pieces(connection), connection));
        assertThat(locks()).isLessThanOrEqualTo(3);
    }
}
