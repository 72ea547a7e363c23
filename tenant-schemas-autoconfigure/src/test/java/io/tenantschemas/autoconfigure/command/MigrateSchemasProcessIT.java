package io.tenantschemas.autoconfigure.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Processes that are told to end while a migration of a tenant waits for somebody who holds its table. */
@Timeout(300)
@EnabledWithSignals
class MigrateSchemasProcessIT {

    private static final String PRICES = """
            CREATE TABLE prices (name text);
            INSERT INTO prices SELECT name FROM ${public}.gate;
            ALTER TABLE prices ADD COLUMN price int;
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final List<RunningProcess> processes = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void createTenants() throws IOException {
        // What the shared migration would make, which is not the matter here.
        jdbc.execute(CommandTestApplication.TABLES);
        Files.createDirectories(directory.resolve("shared"));
        for (String schema : List.of("acme", "globex", "initech")) {
            jdbc.execute("CREATE SCHEMA " + schema);
            jdbc.update("INSERT INTO shops (schema_name, status) VALUES (?, 'ACTIVE')", schema);
        }
        jdbc.execute("CREATE TABLE gate (name text)");
        write("tenant/V1__products.sql", "CREATE TABLE products (name text);");
        write("tenant/V2__prices.sql", PRICES);
        write("startup/V1__prices.sql", PRICES);
    }

    @AfterEach
    void close() {
        processes.forEach(RunningProcess::close);
        database.close();
    }

    @Test
    void endsBySignals() throws Exception {
        try (Connection gate = connect()) {
            execute("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate);
            // The application waits in the shared schema, and the command for the application.
            RunningProcess startup = start(
                    "--tenant-schemas.migrations.on-startup=all",
                    "--tenant-schemas.migrations.shared.locations=filesystem:" + directory.resolve("startup"));
            awaitOneAtTheGate();
            RunningProcess stopped = start("migrate-schemas", "--output=json");
            // It has nobody at a terminal to ask, and breaks off by itself after a while.
            startup.signal("TERM");
            assertThat(startup.awaitEnd()).as(startup.err()).isEqualTo(143);
            assertThat(startup.err()).doesNotContain("APPLICATION: READY");
            assertThatNothingIsHalfMade(0);

            awaitOneAtTheGate();
            stopped.signal("TERM");
            stopped.awaitErr("Stopping.");
            gate.rollback();
            assertThat(stopped.awaitEnd()).as(stopped.err()).isEqualTo(143);
            JsonNode report = JsonMapper.shared().readTree(stopped.out());
            assertThat(report.get("migrated").asInt()).isOne();
            assertThat(report.get("notTried").asInt()).isEqualTo(2);
            assertThat(stopped.err()).contains("globex: not tried").doesNotContain("\r");
            assertThatNothingIsHalfMade(1);

            execute("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate);
            Path out = directory.resolve("out.txt");
            RunningProcess interrupted = startAtTerminal(out, "migrate-schemas");
            awaitOneAtTheGate();
            interrupted.pressCtrlC();
            interrupted.awaitTerminal("Stopping.");
            interrupted.awaitTerminal("Tenants  33% [");
            interrupted.pressCtrlC();
            assertThat(interrupted.awaitEnd()).as(interrupted.out()).isEqualTo(130);
            assertThat(Files.readString(out))
                    .contains("0 schemas migrated, 2 up to date, 1 failed, 1 not tried")
                    .contains("canceling statement due to user request")
                    .doesNotContain("%)]", "Stopping", "\r");
            assertThat(interrupted.out())
                    .containsPattern(
                            "Tenants  33% \\[=+>? +] 1/3 \\(\\d:\\d\\d:\\d\\d / \\d:\\d\\d:\\d\\d\\) [0-9.?]+/s")
                    .contains("globex: FAILED: V2__prices.sql")
                    .doesNotContain("migrated,");
            assertThatNothingIsHalfMade(1);
            gate.rollback();
        }
        RunningProcess rest = start("migrate-schemas");
        assertThat(rest.awaitEnd()).as(rest.err()).isZero();
        assertThat(rest.out()).contains("2 schemas migrated, 2 up to date, 0 failed");
        assertThatNothingIsHalfMade(3);
    }

    @Test
    void signalsThatAreSentTogetherAreOne() throws Exception {
        try (Connection gate = connect()) {
            execute("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate);
            RunningProcess process = start("migrate-schemas", "--output=json");
            awaitOneAtTheGate();
            process.signals("TERM", "HUP", "TERM");
            process.awaitErr("Stopping.");
            gate.rollback();
            // The virtual machine may hand them over in another order.
            assertThat(process.awaitEnd()).as(process.err()).isIn(129, 143);
            assertThat(process.err()).doesNotContain("Breaking off");
            JsonNode report = JsonMapper.shared().readTree(process.out());
            assertThat(report.get("migrated").asInt()).isOne();
            assertThat(report.get("failed").asInt()).isZero();
            assertThatNothingIsHalfMade(1);
        }
    }

    @Test
    void waitsForNobodyAnyMoreByTheFirstSignal() throws Exception {
        try (Connection other = connect()) {
            // As Flyway does in another program, for acme's history.
            long lock = 0x466C79776179L + "\"acme\".\"flyway_schema_history\"".hashCode();
            execute("SELECT pg_advisory_xact_lock(" + lock + ")", other);
            RunningProcess process = start("migrate-schemas");
            await().atMost(Duration.ofMinutes(2)).until(() -> process.isRunning() && migrated() == 2);
            process.signal("INT");
            assertThat(process.awaitEnd()).as(process.err()).isEqualTo(130);
            assertThat(process.out())
                    .contains("acme: not tried")
                    .contains("2 schemas migrated, 1 up to date, 0 failed, 1 not tried")
                    .endsWith("Run the same command again: it does only what is left.\n");
            assertThatNothingIsHalfMade(2);
        }
    }

    private int migrated() {
        return jdbc.queryForList("SELECT schemaname FROM pg_tables WHERE tablename = 'prices'", String.class)
                .size();
    }

    @Test
    void endsAtOnceByTheThirdSignal() throws Exception {
        write("tenant/V2__prices.sql", "CREATE INDEX CONCURRENTLY gate_of_${tenant} ON ${public}.gate (name);");
        try (Connection writer = connect()) {
            execute("INSERT INTO gate VALUES ('anvil')", writer);
            RunningProcess process = start("migrate-schemas");
            awaitOneAtTheGate();
            process.signal("HUP");
            process.awaitErr("Stopping.");
            process.signal("INT");
            process.awaitErr("Breaking off");
            process.signal("INT");
            assertThat(process.awaitEnd()).as(process.err()).isEqualTo(129);
            assertThat(process.out()).doesNotContain("migrated,");
            writer.rollback();
        }
    }

    private void assertThatNothingIsHalfMade(int whole) {
        assertThat(jdbc.queryForList(
                        "SELECT table_schema FROM information_schema.columns WHERE column_name = 'price' ORDER BY 1",
                        String.class))
                .hasSize(whole)
                .isEqualTo(jdbc.queryForList(
                        "SELECT schemaname FROM pg_tables WHERE tablename = 'prices' ORDER BY 1", String.class));
    }

    private Connection connect() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(String sql, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the process that was started last waits for the gate, and no other does. */
    private void awaitOneAtTheGate() {
        RunningProcess last = processes.get(processes.size() - 1);
        await().atMost(Duration.ofMinutes(2)).until(() -> last.isRunning() && waiting() == 1);
    }

    private int waiting() {
        return jdbc.queryForList(
                        "SELECT pid FROM pg_locks WHERE NOT granted AND pid IN"
                                + " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())",
                        Integer.class)
                .size();
    }

    private void write(String file, String sql) throws IOException {
        new Shops(database, directory).write(file, sql);
    }

    private RunningProcess start(String... arguments) throws IOException {
        return watched(RunningProcess.startForSignals(all(arguments)));
    }

    private RunningProcess startAtTerminal(Path out, String... arguments) throws IOException {
        return watched(RunningProcess.startAtTerminal(out, all(arguments)));
    }

    private RunningProcess watched(RunningProcess process) {
        processes.add(process);
        return process;
    }

    private List<String> all(String... arguments) {
        List<String> all = new Shops(database, directory).arguments(arguments);
        all.add("--tenant-schemas.migrations.lock-timeout=0");
        all.add("--tenant-schemas.migrations.parallelism=1");
        all.add("--server.port=0");
        return all;
    }
}
