package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Processes that migrate many tenants; {@code -Dtenant-schemas.test.many=10000} for as many as that. */
class ManyTenantsProcessIT {

    private static final int TENANTS = Integer.getInteger("tenant-schemas.test.many", 500);

    private static final int FAILING = TENANTS / 20;

    private static final Duration LONG = Duration.ofMinutes(10);

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final SingleConnectionDataSource connection =
            new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);

    private final JdbcTemplate jdbc = new JdbcTemplate(connection);

    private final Shops shops;

    ManyTenantsProcessIT(@TempDir Path migrations) {
        this.shops = new Shops(database, migrations);
    }

    @BeforeEach
    void makeTenants() throws Exception {
        shops.write("shared/V1__shops.sql", CommandTestApplication.TABLES);
        shops.write("tenant/V1__notes.sql", "CREATE TABLE notes (id int PRIMARY KEY, body text);");
        assertThat(migrate().get("failed").asInt()).isZero();
        for (int start = 1; start <= TENANTS; start += 500) {
            jdbc.execute("DO $$ BEGIN FOR n IN %d..%d LOOP EXECUTE 'CREATE SCHEMA shop_' || n; END LOOP; END $$"
                    .formatted(start, Math.min(start + 499, TENANTS)));
        }
        jdbc.update(
                "INSERT INTO shops (schema_name, status) SELECT 'shop_' || n, 'ACTIVE' FROM generate_series(1, ?) n",
                TENANTS);
        assertThat(migrate().get("migrated").asInt()).isEqualTo(TENANTS);
    }

    @AfterEach
    void close() {
        connection.destroy();
        database.close();
    }

    private static List<String> schemas() {
        return IntStream.rangeClosed(1, TENANTS).mapToObj(n -> "shop_" + n).toList();
    }

    @Test
    void reportsThoseThatFailAndDoesThemAloneAfterwards() throws Exception {
        for (String schema : schemas().subList(0, FAILING)) {
            jdbc.execute("INSERT INTO %s.notes VALUES (1, 'twice'), (2, 'twice')".formatted(schema));
        }
        shops.write("tenant/V2__unique.sql", "-- one of each\nCREATE UNIQUE INDEX notes_body ON notes (body);");
        try (RunningProcess failing = start("migrate-schemas", "--output=json")) {
            assertThat(failing.awaitEnd(LONG)).as(failing.err()).isEqualTo(1);
            JsonNode report = JsonMapper.shared().readTree(failing.out());
            assertThat(report.get("migrated").asInt()).isEqualTo(TENANTS - FAILING);
            assertThat(report.get("failed").asInt()).isEqualTo(FAILING);
            List<String> failed = new ArrayList<>();
            for (JsonNode schema : report.get("schemas")) {
                JsonNode failure = schema.get("failure");
                if (failure != null) {
                    failed.add(schema.get("schema").asString());
                    assertThat(failure.get("sqlState").asString()).isEqualTo("23505");
                    assertThat(failure.get("file").asString()).isEqualTo("V2__unique.sql");
                    assertThat(failure.get("line").asInt()).isEqualTo(2);
                    assertThat(failure.get("message").asString()).contains("notes_body");
                }
            }
            assertThat(failed).containsExactlyInAnyOrderElementsOf(schemas().subList(0, FAILING));
        }
        for (String schema : schemas().subList(0, FAILING)) {
            jdbc.execute("DELETE FROM %s.notes WHERE id = 2".formatted(schema));
        }
        JsonNode mended = migrate();
        assertThat(mended.get("migrated").asInt()).isEqualTo(FAILING);
        assertThat(mended.get("upToDate").asInt()).isEqualTo(TENANTS - FAILING + 1);
        assertThat(shapes()).isEqualTo(1);
    }

    @Test
    void endsCompleteAndRepeatsNothingWhereItWasKilledThreeTimes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        shops.write("tenant/V2__pinned.sql", "ALTER TABLE notes ADD COLUMN pinned boolean NOT NULL DEFAULT false;");
        beforeEachChange("PERFORM pg_sleep(0.01)");
        Map<String, String> done = new HashMap<>();
        for (int kill = 1; kill <= 3; kill++) {
            int after = done.size() + 1 + random.nextInt((TENANTS - done.size()) / 3);
            try (RunningProcess process = start("migrate-schemas", "--output=json")) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> process.isRunning() && pinned() >= after);
                process.kill();
                process.awaitEnd(LONG);
            }
            // The server goes on with what it was sent.
            await().until(() -> others() == 0);
            Map<String, String> now = done();
            assertThat(now).as("seed %d, kill %d", seed, kill).containsAllEntriesOf(done);
            assertThat(now.size()).as("seed %d, kill %d", seed, kill).isBetween(after, TENANTS - 1);
            done = now;
        }
        JsonNode last = migrate();
        assertThat(last.get("migrated").asInt()).isEqualTo(TENANTS - done.size());
        assertThat(last.get("upToDate").asInt()).isEqualTo(done.size() + 1);
        assertThat(done()).as("seed %d", seed).hasSize(TENANTS).containsAllEntriesOf(done);
        assertThat(shapes()).as("seed %d", seed).isEqualTo(1);
        assertThat(migrate().get("upToDate").asInt()).isEqualTo(TENANTS + 1);
    }

    @Test
    void twoAtOnceShareTheTenants() throws Exception {
        shops.write("tenant/V2__pinned.sql", "ALTER TABLE notes ADD COLUMN pinned boolean NOT NULL DEFAULT false;");
        beforeEachChange(
                "PERFORM pg_advisory_lock_shared(42); PERFORM pg_advisory_unlock_shared(42); PERFORM pg_sleep(0.005)");
        try (Connection gate = database.dataSource().getConnection();
                Statement statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(42)");
            try (RunningProcess one = startNamed("one");
                    RunningProcess other = startNamed("other")) {
                await().atMost(LONG)
                        .until(() -> one.isRunning()
                                && other.isRunning()
                                && waiting().equals(List.of("one", "other")));
                statement.execute("SELECT pg_advisory_unlock(42)");
                assertThat(one.awaitEnd(LONG)).as(one.err()).isZero();
                assertThat(pinned()).as("neither ends before all is done").isEqualTo(TENANTS);
                assertThat(other.awaitEnd(LONG)).as(other.err()).isZero();
                int ofOne = sharedBy(one);
                int ofOther = sharedBy(other);
                assertThat(ofOne).isPositive();
                assertThat(ofOther).isPositive();
                assertThat(ofOne + ofOther).isEqualTo(TENANTS);
            }
        }
        assertThat(done()).hasSize(TENANTS);
        assertThat(shapes()).isEqualTo(1);
    }

    /** Returns how many it migrated of those of which it says that they are through, which are all. */
    private static int sharedBy(RunningProcess process) {
        JsonNode report = JsonMapper.shared().readTree(process.out());
        int migrated = report.get("migrated").asInt();
        assertThat(migrated + report.get("upToDate").asInt()).isEqualTo(TENANTS + 1);
        return migrated;
    }

    private RunningProcess startNamed(String application) throws IOException {
        return start(
                "migrate-schemas",
                "--output=json",
                "--tenant-schemas.migrations.lock-timeout=0s",
                "--spring.datasource.hikari.data-source-properties.ApplicationName=" + application);
    }

    private List<String> waiting() {
        return jdbc.queryForList(
                "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event = 'advisory' ORDER BY application_name",
                String.class);
    }

    /** Lets the server do something before it alters a table, whoever wants that. */
    private void beforeEachChange(String action) {
        jdbc.execute("CREATE FUNCTION public.hold_up() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN " + action
                + "; END $$; CREATE EVENT TRIGGER hold_up ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
                + " EXECUTE FUNCTION public.hold_up()");
    }

    private int pinned() {
        return count("SELECT count(*) FROM pg_attribute WHERE attname = 'pinned'");
    }

    private int others() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    private int count(String query) {
        Integer count = jdbc.queryForObject(query, Integer.class);
        return count == null ? 0 : count;
    }

    /** Returns the schemas that went through the second migration, and in which transaction. */
    private Map<String, String> done() {
        Map<String, String> done = new HashMap<>();
        List<String> schemas = schemas();
        for (int start = 0; start < schemas.size(); start += 500) {
            List<String> queries = schemas.subList(start, Math.min(start + 500, schemas.size())).stream()
                    .map(schema ->
                            "SELECT '%1$s', xmin || ' ' || installed_on FROM %1$s.flyway_schema_history WHERE version = '2'"
                                    .formatted(schema))
                    .toList();
            jdbc.query(String.join(" UNION ALL ", queries), row -> {
                assertThat(done.put(row.getString(1), row.getString(2))).isNull();
            });
        }
        return done;
    }

    /** Returns how many schemas there are that are not like another. */
    private int shapes() throws SQLException {
        return count("""
                SELECT count(DISTINCT shape) FROM (
                    SELECT schema, md5(string_agg(thing, ',' ORDER BY thing)) AS shape FROM (
                        SELECT n.nspname AS schema, concat_ws(' ', c.relname, c.relkind, a.attname, a.attnum,
                            format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef, a.attisdropped) AS thing
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                        UNION ALL
                        SELECT n.nspname, conname || ' ' || pg_get_constraintdef(k.oid)
                        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
                    ) things WHERE schema LIKE 'shop\\_%' GROUP BY schema
                ) shapes""");
    }

    private JsonNode migrate() throws Exception {
        try (RunningProcess process = start("migrate-schemas", "--output=json")) {
            assertThat(process.awaitEnd(LONG)).as(process.err()).isZero();
            return JsonMapper.shared().readTree(process.out());
        }
    }

    private RunningProcess start(String... arguments) throws IOException {
        return RunningProcess.start(shops.arguments(arguments));
    }
}
