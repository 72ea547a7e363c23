package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.schema.Catalogue;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** New schemas in the transaction of whoever makes them: one by Flyway, a first one that is learnt from, and those after it. */
class NewSchemaIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget BY_FLYWAY = tenant("by_flyway");

    private static final MigrationTarget FIRST = tenant("first_one");

    private static final MigrationTarget SECOND = tenant("second");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final StatementCounter counter = new StatementCounter(database.dataSource());

    /** How often Flyway was set up. */
    private final AtomicInteger flyways = new AtomicInteger();

    private MigrationFiles files;

    private FlywaySchemaMigrator migrator;

    @BeforeEach
    void writeMigrations(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .tenant("V1__products.sql", """
                        CREATE TYPE state AS ENUM ('new', 'old');
                        CREATE TABLE products (
                            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            name text NOT NULL DEFAULT 'it''s; new', -- of ${tenant};
                            state state,
                            role text CHECK (role <> 'none')
                        );
                        CREATE INDEX ON products (lower(name));
                        -- The end
                        """)
                .tenant("V2__orders.sql", """
                        CREATE TABLE orders (id serial PRIMARY KEY, product bigint REFERENCES products);
                        INSERT INTO products (name) VALUES ('${tenant}'), ('?'), ('{d ''2000-01-01''}');
                        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'x;y'; RETURN NEW; END $$;
                        CREATE TRIGGER touched BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION touch();
                        """)
                .tenant("V2.1__it's a_view.sql", "CREATE VIEW names AS SELECT name FROM products;")
                .tenant("V2.2__wait.sql", "SELECT pg_sleep(0.03);")
                .tenant("R__comment.sql", "COMMENT ON VIEW names IS '${tenant}';");
        migrator = migrator(true);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static MigrationTarget tenant(String schema) {
        return MigrationTarget.tenant(SchemaName.of(schema));
    }

    private FlywaySchemaMigrator migrator(boolean direct) {
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(),
                List.of(configuration -> flyways.incrementAndGet()),
                direct,
                Duration.ZERO,
                Map.of());
        return new FlywaySchemaMigrator(
                database.dataSource(), settings, getClass().getClassLoader());
    }

    /** Makes a schema and migrates it, in one transaction, and returns how many statements the second took. */
    private int make(MigrationTarget target, FlywaySchemaMigrator by) {
        try (Connection connection = counter.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE SCHEMA " + target.schema().quoted());
            String path = path(connection);
            int before = counter.executed();
            assertThat(by.migrate(target, connection)).isInstanceOf(Migrated.class);
            int statements = counter.executed() - before;
            assertThat(path(connection)).isEqualTo(path);
            connection.commit();
            return statements;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private int makeWithoutFlyway(MigrationTarget target) {
        int before = flyways.get();
        int statements = make(target, migrator);
        assertThat(flyways).as("Flyway was asked").hasValue(before);
        return statements;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String path(Connection connection) {
        return Objects.requireNonNull(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject("SHOW search_path", String.class));
    }

    private void assertSame(MigrationTarget target, MigrationTarget model) {
        assertThat(Catalogue.of(target.toString(), jdbc)).isEqualTo(Catalogue.of(model.toString(), jdbc));
        assertThat(history(target)).isEqualTo(history(model));
        Flyway flyway = Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .defaultSchema(target.toString())
                .locations(files.settings(PUBLIC).tenantLocations().toArray(String[]::new))
                .placeholders(Map.of("tenant", target.toString(), "public", "public"))
                .load();
        assertThat(flyway.validateWithResult().getAllErrorMessages()).isEmpty();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    /** Returns the rows without the times, and without the checksum that depends on the tenant. */
    private List<Map<String, Object>> history(MigrationTarget target) {
        return jdbc.queryForList("SELECT installed_rank, version, description, type, script, installed_by, success,"
                + " CASE WHEN script <> 'R__comment.sql' THEN checksum END AS checksum FROM "
                + target.schema().qualify("flyway_schema_history") + " ORDER BY ctid");
    }

    @Test
    void isWhatFlywayMakesInThreeRoundTrips() {
        make(BY_FLYWAY, migrator(false));
        make(FIRST, migrator);

        assertThat(makeWithoutFlyway(SECOND)).isEqualTo(3);
        assertSame(SECOND, BY_FLYWAY);
        assertSame(FIRST, BY_FLYWAY);
        assertThat(jdbc.queryForList("SELECT name FROM second.products ORDER BY id", String.class))
                .containsExactly("second", "?", "{d '2000-01-01'}");
    }

    @Test
    void takesMoreRoundTripsForMoreText() {
        files.tenant(
                "V3__many.sql",
                IntStream.range(0, 300)
                        .mapToObj(i ->
                                "CREATE TABLE many_%d (id int, note text DEFAULT '%s');".formatted(i, "x".repeat(100)))
                        .collect(Collectors.joining("\n")));
        files.tenant("V4__last.sql", "CREATE TABLE last_one (id int);");
        migrator = migrator(true);
        make(BY_FLYWAY, migrator(false));
        make(FIRST, migrator);

        assertThat(makeWithoutFlyway(SECOND)).isEqualTo(5);
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void tellsWhichStatementFailedAlsoWhereTheDriverKeepsSavepoints() throws SQLException {
        make(FIRST, migrator);
        jdbc.execute("CREATE FUNCTION public.fails() RETURNS boolean LANGUAGE plpgsql AS"
                + " $$ BEGIN RETURN to_regnamespace('second') IS NULL; END $$");
        files.tenant("V3__fails.sql", "CREATE TABLE last_one (id int);\nSELECT 1 / public.fails()::int;");
        migrator = migrator(true);
        make(tenant("third"), migrator);
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        properties.setProperty("autosave", "always");
        try (Connection connection = DriverManager.getConnection(database.url(), properties)) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE SCHEMA second");
            SchemaMigrationException failure =
                    catchThrowableOfType(SchemaMigrationException.class, () -> migrator.migrate(SECOND, connection));

            assertThat(failure.failure().script()).isEqualTo("V3__fails.sql");
            assertThat(failure.failure().line()).isEqualTo(2);
            execute(connection, "SELECT 1");
            connection.rollback();
        }
    }

    @Test
    void leavesARoleWhereTheTransactionHasOne(@TempDir Path quiet) throws SQLException {
        files = new MigrationFiles(quiet).tenant("V1__notes.sql", "CREATE TABLE notes (id int);");
        migrator = migrator(true);
        make(FIRST, migrator);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE SCHEMA second");
            assertThat(migrator.migrateWithin(SECOND, connection).leavesNothing())
                    .isTrue();
            execute(connection, "CREATE SCHEMA third; GRANT ALL ON SCHEMA third TO pg_monitor");
            execute(connection, "SET LOCAL ROLE pg_monitor");
            int before = flyways.get();
            assertThat(migrator.migrateWithin(tenant("third"), connection).leavesNothing())
                    .isFalse();
            assertThat(flyways).hasValue(before);
        }
    }

    @Test
    void severalAreMadeInOneTransaction() throws SQLException {
        make(FIRST, migrator);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            for (MigrationTarget target : List.of(SECOND, tenant("third"))) {
                execute(connection, "CREATE SCHEMA " + target.schema().quoted());
                migrator.migrate(target, connection);
            }
            connection.commit();
        }
        assertSame(SECOND, FIRST);
        assertSame(tenant("third"), FIRST);
    }

    @Test
    void theHistoryTellsHowLongEachMigrationTook() {
        make(FIRST, migrator);
        makeWithoutFlyway(SECOND);

        assertThat(jdbc.queryForObject(
                        "SELECT execution_time FROM second.flyway_schema_history WHERE version = '2.2'", Integer.class))
                .isGreaterThanOrEqualTo(30);
        assertThat(jdbc.queryForObject(
                        "SELECT bool_and(execution_time >= 0 AND (version = '2.2' OR execution_time <"
                                + " (SELECT sum(execution_time) FROM second.flyway_schema_history)))"
                                + " FROM second.flyway_schema_history",
                        Boolean.class))
                .isTrue();
    }

    @Test
    void nothingIsMadeWhenAMigrationFailsAndTheReportSaysWhich() throws SQLException {
        make(FIRST, migrator);
        jdbc.execute(
                "CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'no triggers' USING ERRCODE = 'P0042'; END $$;"
                        + "CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('CREATE TRIGGER') EXECUTE FUNCTION public.refuse()");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "CREATE TABLE public.before (id int); CREATE SCHEMA second");
            String path = path(connection);
            SchemaMigrationException failure =
                    catchThrowableOfType(SchemaMigrationException.class, () -> migrator.migrate(SECOND, connection));
            assertThat(failure).isNotNull();
            assertThat(failure.failure().script()).isEqualTo("V2__orders.sql");
            assertThat(failure.failure().line()).isEqualTo(4);
            assertThat(failure.failure().statement()).startsWith("CREATE TRIGGER touched");
            assertThat(failure.failure().sqlState()).isEqualTo("P0042");
            assertThat(path(connection)).isEqualTo(path);
            connection.commit();
        }
        assertThat(Catalogue.of("second", jdbc)).isEmpty();
        assertThat(jdbc.queryForObject("SELECT to_regclass('public.before') IS NOT NULL", Boolean.class))
                .as("what the caller did before")
                .isTrue();
    }

    @Test
    void whatAnotherFlywayIsAtIsWaitedFor() throws Exception {
        make(FIRST, migrator);
        jdbc.execute("CREATE SCHEMA second");
        try (Connection other = database.dataSource().getConnection();
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(other, "SELECT pg_advisory_lock(" + MigrationSql.lock(SECOND) + ")");
            int before = flyways.get();
            CompletableFuture<Object> done = CompletableFuture.supplyAsync(() -> migrator.migrate(SECOND, connection));
            await().until(() -> flyways.get() > before);
            execute(other, "SELECT pg_advisory_unlock(" + MigrationSql.lock(SECOND) + ")");
            assertThat(done.get(20, TimeUnit.SECONDS)).isInstanceOf(Migrated.class);
            connection.commit();
        }
        assertSame(SECOND, FIRST);
    }

    @Test
    void aMigrationThatMovesThePathMovesNoOtherOne() {
        jdbc.execute("CREATE FUNCTION public.wander() RETURNS text LANGUAGE plpgsql AS"
                + " $$ BEGIN RETURN set_config('search_' || 'path', 'public', false); END $$");
        files.tenant("V1.5__wander.sql", "SELECT wander();");
        migrator = migrator(true);
        make(BY_FLYWAY, migrator(false));
        make(FIRST, migrator);
        makeWithoutFlyway(SECOND);
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void allIsLeftToFlywayWhereThatIsWanted() {
        migrator = migrator(false);
        make(FIRST, migrator);
        int before = flyways.get();
        make(SECOND, migrator);
        assertThat(flyways).hasValue(before + 1);
    }

    @Test
    void itIsNoticedThatTheSettingsOfAScriptChanged() {
        files.tenant("V3__named.sql", "COMMENT ON TABLE orders IS '${tenant}';")
                .tenant("V3__named.sql.conf", "placeholderReplacement=true");
        migrator = migrator(true);
        make(FIRST, migrator);
        files.tenant("V3__named.sql.conf", "placeholderReplacement=false\n");
        make(SECOND, migrator);
        assertThat(jdbc.queryForObject("SELECT obj_description('second.orders'::regclass)", String.class))
                .isEqualTo("${tenant}");
    }
}
