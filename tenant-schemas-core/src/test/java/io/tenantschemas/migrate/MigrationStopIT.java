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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.SchemaMigrationResult.Done;
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

    private int lockRetries = 50;

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

    /** The shared schema is Flyway's; of the tenants the first is, too, and the others go the way that was learnt from it. */
    @ParameterizedTest
    @CsvSource({"public, true", "acme, true", "globex, true", "initech, true", "globex, false"})
    void waitsForNoOtherProgramsFlywayWhenItIsStopped(String held, boolean direct) throws Exception {
        write("shared/V1__plans.sql", "CREATE TABLE plans (name text);");
        write("tenant/V2__whole.sql", "CREATE TABLE whole (name text);");
        Connection other = connect();
        execute("SELECT pg_advisory_xact_lock(" + flywaysLock(held) + ")", other);
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<MigrationReport> run = CompletableFuture.supplyAsync(
                () -> run(MigrationRequest.all(), counting(held, asked, migrator(direct)), stop));
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() >= 3);
        List<String> others = TENANTS.stream()
                .filter(tenant -> !held.equals("public") && !tenant.equals(held))
                .toList();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> others.stream().allMatch(tenant -> tables(tenant).contains("whole")));
        assertThat(run).isNotDone();
        stop.request();
        MigrationReport report = run.get(60, TimeUnit.SECONDS);
        assertThat(report.failed()).isEmpty();
        assertThat(names(report.notTried())).contains(held);
        assertThat(names(report.migrated())).containsAll(others).doesNotContain(held);
        assertThat(tables(held)).doesNotContain("whole", "plans");
        other.rollback();
        assertThat(locks()).isZero();
        MigrationReport rest = run(MigrationRequest.all(), migrator(direct), new MigrationStop());
        assertThat(names(rest.migrated())).isEqualTo(names(report.notTried()));
        assertThat(rest.isComplete()).isTrue();
        assertThat(locks()).isZero();
    }

    @Test
    void waitsForAnotherProgramsFlywayNoLongerThanFlywayDoes() throws Exception {
        write("tenant/V2__whole.sql", "CREATE TABLE whole (name text);");
        lockRetries = 0;
        Connection other = connect();
        execute("SELECT pg_advisory_xact_lock(" + flywaysLock("globex") + ")", other);
        MigrationReport report = run(stop, true);
        assertThat(names(report.migrated())).containsExactly("acme", "initech");
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().message())
                        .contains("\"globex\".\"flyway_schema_history\"", "more than 1 s", "lockRetryCount"));
        other.rollback();
        assertThatLaterOnlyTheRestIsDone(List.of("globex"));
    }

    /** Returns the number of Flyway's lock on a history. */
    private static long flywaysLock(String schema) {
        return 0x466C79776179L + ("\"" + schema + "\".\"flyway_schema_history\"").hashCode();
    }

    /** Counts how often it was tried to migrate a schema. */
    private static SchemaMigrator counting(String schema, AtomicInteger count, FlywaySchemaMigrator migrator) {
        return new SchemaMigrator() {

            @Override
            public Done migrate(MigrationTarget target) {
                return migrator.migrate(target);
            }

            @Override
            public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
                Optional<Done> done = migrator.tryMigrate(target, stop);
                if (target.toString().equals(schema)) {
                    count.incrementAndGet();
                }
                return done;
            }

            @Override
            public Done migrate(MigrationTarget target, Connection connection) {
                return migrator.migrate(target, connection);
            }

            @Override
            public SchemaMigrationResult pending(MigrationTarget target) {
                return migrator.pending(target);
            }

            @Override
            public List<AlikeTargets> alike(List<MigrationTarget> targets) {
                return migrator.alike(targets);
            }
        };
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
        return run(MigrationRequest.tenants(), migrator(direct), stop);
    }

    private static MigrationReport run(MigrationRequest request, SchemaMigrator migrator, MigrationStop stop) {
        return new TenantMigrator(new FixedTenants(TENANTS.toArray(String[]::new)), PUBLIC, migrator, tenant -> {})
                .migrate(request.withParallelism(1), MigrationListener.none(), stop);
    }

    private FlywaySchemaMigrator migrator(boolean direct) {
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                List.of("filesystem:" + directory.resolve("shared")),
                List.of("filesystem:" + directory.resolve("tenant")),
                List.of(),
                List.of(),
                List.of(configuration -> configuration.lockRetryCount(lockRetries)),
                direct,
                Duration.ZERO,
                Map.of());
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
