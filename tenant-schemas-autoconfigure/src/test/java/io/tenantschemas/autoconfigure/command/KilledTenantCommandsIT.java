package io.tenantschemas.autoconfigure.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.autoconfigure.provision.LargeSchema;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Commands that are killed in the middle: each is held up by the server first, and all at once, because starting takes the time. */
class KilledTenantCommandsIT {

    private static final int GATE = 42;

    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String[][] COMMANDS = {
        {"clone-tenant", "acme", "copied", "--domain=copied.example.com"},
        {"rename-tenant", "globex", "renamed"},
        {"delete-tenant", "small", "--yes"},
        {"delete-tenant", "large", "--yes"}
    };

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final List<RunningProcess> processes = new ArrayList<>();

    private final Shops shops;

    KilledTenantCommandsIT(@TempDir Path directory) {
        this.shops = new Shops(database, directory);
    }

    @BeforeEach
    void createTenants() throws Exception {
        shops.write("shared/V1__shops.sql", CommandTestApplication.TABLES);
        shops.write("tenant/V1__products.sql", "CREATE TABLE products (name text PRIMARY KEY);");
        jdbc.execute(CommandTestApplication.TABLES);
        for (String schema : List.of("acme", "globex", "small", "large")) {
            jdbc.execute("CREATE SCHEMA %s CREATE TABLE products (name text PRIMARY KEY)".formatted(schema));
            jdbc.execute("INSERT INTO %s.products VALUES ('anvil')".formatted(schema));
            Long id = jdbc.queryForObject(
                    "INSERT INTO shops (schema_name, status) VALUES (?, 'ACTIVE') RETURNING id", Long.class, schema);
            jdbc.update("INSERT INTO tenant_domain VALUES (?, ?, true)", id, schema + ".example.com");
        }
    }

    @AfterEach
    void close() {
        processes.forEach(RunningProcess::close);
        database.close();
    }

    @Test
    void leaveNothingOrWhatTheNextRunFinishes() throws Exception {
        LargeSchema large = LargeSchema.ofSeveralBatches("large", database);
        int all = large.left();
        // When all is done and nothing is committed; of the large one, when some batches are.
        String wait = "PERFORM pg_advisory_xact_lock_shared(%d)".formatted(GATE);
        jdbc.execute("CREATE FUNCTION public.hold_up() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN " + wait
                + "; END $$; CREATE EVENT TRIGGER hold_up ON ddl_command_end"
                + " WHEN TAG IN ('CREATE TABLE', 'ALTER SCHEMA', 'DROP SCHEMA') EXECUTE FUNCTION public.hold_up()");
        LargeSchema.onDrop(large.inTheMiddle(), wait, database);
        try (Connection gate = database.dataSource().getConnection();
                Statement statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%d)".formatted(GATE));
            startAll();
            await().atMost(LONG)
                    .until(() ->
                            processes.stream().allMatch(RunningProcess::isRunning) && waiting() == COMMANDS.length);
            processes.forEach(RunningProcess::kill);
        }
        // The server goes on with what it was sent.
        await().atMost(LONG).until(() -> others() == 0);

        assertThat(tenants()).containsExactly("acme ACTIVE", "globex ACTIVE", "large DELETING", "small ACTIVE");
        assertThat(schemas()).containsExactly("acme", "globex", "large", "small");
        for (String schema : List.of("acme", "globex", "small")) {
            assertThat(jdbc.queryForList("SELECT name FROM %s.products".formatted(schema), String.class))
                    .containsExactly("anvil");
        }
        assertThat(large.left()).isPositive().isLessThan(all);

        processes.clear();
        startAll();
        for (RunningProcess process : processes) {
            assertThat(process.awaitEnd()).as(process.err()).isZero();
        }
        assertThat(tenants()).containsExactly("acme ACTIVE", "copied ACTIVE", "renamed ACTIVE");
        assertThat(schemas()).containsExactly("acme", "copied", "renamed");
        assertThat(jdbc.queryForList("SELECT name FROM copied.products", String.class))
                .containsExactly("anvil");
    }

    private void startAll() throws Exception {
        for (String[] command : COMMANDS) {
            processes.add(RunningProcess.start(shops.arguments(command)));
        }
    }

    private int waiting() {
        return count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'");
    }

    private int others() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    private int count(String query) {
        Integer count = jdbc.queryForObject(query, Integer.class);
        return count == null ? 0 : count;
    }

    private List<String> tenants() {
        return jdbc.queryForList("SELECT schema_name || ' ' || status FROM shops ORDER BY 1", String.class);
    }

    private List<String> schemas() {
        return jdbc.queryForList(
                "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_|^information_schema$|^public$' ORDER BY 1",
                String.class);
    }
}
