package io.tenantschemas.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.flyway.FlywaySchemaMigrator;
import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left of a run that is stopped while a migration waits at a gate. */
@Timeout(120)
class MigrationStopIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final List<String> TENANTS = List.of("acme", "globex", "initech");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final HikariDataSource pool = new HikariDataSource();

    private final List<Connection> gates = new ArrayList<>();

    private final MigrationStop stop = new MigrationStop();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @BeforeEach
    void migrateToTheFirstVersion() throws IOException {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(3000);
        Files.createDirectories(directory.resolve("shared"));
        write("tenant/V1__products.sql", "CREATE TABLE products (name text);");
        for (String tenant : TENANTS) {
            jdbc.execute("CREATE SCHEMA " + tenant);
            jdbc.execute("CREATE TABLE gate_of_" + tenant + " (name text)");
        }
        assertThat(run(new MigrationStop(), false).migrated()).hasSize(3);
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection gate : gates) {
            gate.close();
        }
        pool.close();
        database.close();
    }

    /** The first is migrated by Flyway, and the second the way that was learnt from it, unless that is switched off. */
    @ParameterizedTest
    @CsvSource({"acme, true", "globex, true", "globex, false"})
    void finishesWhatIsRunningAndBeginsNothingElse(String waiting, boolean direct) throws Exception {
        writeSlowMigrations();
        Connection gate = close(waiting);
        CompletableFuture<MigrationReport> run = start(direct);
        awaitAtGate();
        stop.request();
        gate.rollback();
        MigrationReport report = run.get(60, TimeUnit.SECONDS);
        int done = TENANTS.indexOf(waiting) + 1;
        assertThat(names(report.migrated())).isEqualTo(TENANTS.subList(0, done));
        assertThat(names(report.notTried())).isEqualTo(TENANTS.subList(done, 3));
        assertThatLaterOnlyTheRestIsDone(TENANTS.subList(done, 3));
    }

    @ParameterizedTest
    @CsvSource({"acme, true", "globex, true", "globex, false"})
    void rollsBackWhatIsRunningWhenItIsInterrupted(String waiting, boolean direct) throws Exception {
        writeSlowMigrations();
        Connection gate = close(waiting);
        CompletableFuture<MigrationReport> run = start(direct);
        awaitAtGate();
        stop.interrupt();
        MigrationReport report = run.get(60, TimeUnit.SECONDS);
        int before = TENANTS.indexOf(waiting);
        assertThat(names(report.migrated())).isEqualTo(TENANTS.subList(0, before));
        assertThat(names(report.failed())).containsExactly(waiting);
        assertThat(names(report.notTried())).isEqualTo(TENANTS.subList(before + 1, 3));
        assertThat(jdbc.queryForList(
                        "SELECT version FROM " + waiting
                                + ".flyway_schema_history WHERE success ORDER BY installed_rank",
                        String.class))
                .as("committed before")
                .containsExactly("1", "2");
        assertThat(tables(waiting)).contains("whole").doesNotContain("half");
        assertThat(locks()).isZero();
        gate.rollback();
        assertThatLaterOnlyTheRestIsDone(TENANTS.subList(before, 3));
    }

    @Test
    void finishesWhatCannotBeRolledBackAlsoWhenItIsInterrupted() throws Exception {
        write("tenant/V2__index.sql", "CREATE INDEX CONCURRENTLY products_name ON products (name);");
        Connection writer = connect();
        execute("INSERT INTO acme.products VALUES ('anvil')", writer);
        CompletableFuture<MigrationReport> run = start(true);
        awaitAtGate();
        stop.interrupt();
        await().during(Duration.ofMillis(500)).until(() -> !run.isDone());
        writer.commit();
        MigrationReport report = run.get(60, TimeUnit.SECONDS);
        assertThat(names(report.migrated())).containsExactly("acme");
        assertThat(jdbc.queryForObject(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'acme.products_name'::regclass",
                        Boolean.class))
                .isTrue();
        assertThatLaterOnlyTheRestIsDone(TENANTS.subList(1, 3));
    }

    private void writeSlowMigrations() throws IOException {
        write("tenant/V2__whole.sql", "CREATE TABLE whole (name text);");
        write("tenant/V3__half.sql", """
                CREATE TABLE half (name text);
                INSERT INTO half SELECT name FROM ${public}.gate_of_${tenant};
                ALTER TABLE half ADD COLUMN price int;
                """);
    }

    /** Lets nobody read what a tenant's migration reads, until the transaction ends. */
    private Connection close(String tenant) throws SQLException {
        Connection gate = connect();
        execute("LOCK TABLE gate_of_" + tenant + " IN ACCESS EXCLUSIVE MODE", gate);
        return gate;
    }

    private Connection connect() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        gates.add(connection);
        return connection;
    }

    private static void execute(String sql, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitAtGate() {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> jdbc.queryForObject(
                                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN"
                                        + " (SELECT pid FROM pg_stat_activity WHERE datname = current_database())",
                                Integer.class),
                        waiting -> waiting == 1);
    }

    private CompletableFuture<MigrationReport> start(boolean direct) {
        return CompletableFuture.supplyAsync(() -> run(stop, direct));
    }

    private MigrationReport run(MigrationStop stop, boolean direct) {
        TenantMigrator migrator = new TenantMigrator(
                new FixedTenants(TENANTS.toArray(String[]::new)), PUBLIC, migrator(direct), tenant -> {});
        return migrator.migrate(MigrationRequest.tenants().withParallelism(1), MigrationListener.none(), stop);
    }

    private FlywaySchemaMigrator migrator(boolean direct) {
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                List.of("filesystem:" + directory.resolve("shared")),
                List.of("filesystem:" + directory.resolve("tenant")),
                List.of(),
                List.of(),
                List.of(),
                direct,
                Duration.ZERO);
        return new FlywaySchemaMigrator(pool, settings, getClass().getClassLoader());
    }

    private void assertThatLaterOnlyTheRestIsDone(List<String> rest) {
        MigrationReport report = run(new MigrationStop(), true);
        assertThat(names(report.migrated())).isEqualTo(rest);
        assertThat(report.isComplete()).isTrue();
        assertThat(TENANTS.stream().map(this::tables).distinct()).hasSize(1);
        assertThat(locks()).isZero();
    }

    private int locks() {
        Integer locks = jdbc.queryForObject(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                Integer.class);
        return locks == null ? -1 : locks;
    }

    private List<String> tables(String schema) {
        return jdbc.queryForList(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = ? ORDER BY 1", String.class, schema);
    }

    private static List<String> names(List<? extends SchemaMigrationResult> results) {
        return results.stream().map(result -> result.target().toString()).toList();
    }

    private void write(String file, String sql) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, sql);
    }
}
