package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.migrate.DatabaseUnreachableException;
import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FlywaySchemaMigratorIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget SHARED = MigrationTarget.shared(PUBLIC);

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private static final MigrationTarget GLOBEX = MigrationTarget.tenant(SchemaName.of("globex"));

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    /** One connection: whoever asks for a second one waits in vain. */
    private final HikariDataSource pool = new HikariDataSource(poolOfOne());

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private MigrationFiles files;

    @BeforeEach
    void writeMigrations(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .shared("V1__plans.sql", "CREATE TABLE ${public}.plans (name text);")
                .tenant("V1__products.sql", "CREATE TABLE products (name text);")
                .tenant("V2__orders.sql", "CREATE TABLE orders (id int);\nINSERT INTO products VALUES ('${tenant}');");
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    private HikariConfig poolOfOne() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(3000);
        return config;
    }

    @Test
    void migratesATenantsSchemaOnASingleConnection() {
        createSchema("acme");
        assertThat(migrator().migrate(ACME)).isInstanceOfSatisfying(Migrated.class, migrated -> {
            assertThat(migrated.from()).isNull();
            assertThat(migrated.to()).isEqualTo("2");
            assertThat(migrated.count()).isEqualTo(2);
        });
        assertThat(tablesOf("acme")).containsExactly("flyway_schema_history", "orders", "products");
        assertThat(tablesOf("public")).isEmpty();
        assertThat(jdbc.queryForObject("SELECT name FROM acme.products", String.class))
                .isEqualTo("acme");
    }

    @Test
    void findsNothingLeftToDo() {
        createSchema("acme");
        migrator().migrate(ACME);
        assertThat(migrator().migrate(ACME)).isEqualTo(new UpToDate(ACME, "2"));
    }

    @Test
    void goesOnWhereAFailureLeftOff() {
        createSchema("acme");
        files.tenant("V3__broken.sql", "SELECT 1 FROM missing;");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME));
        files.tenant("V3__broken.sql", "SELECT 1;");
        assertThat(migrator().migrate(ACME)).isInstanceOfSatisfying(Migrated.class, migrated -> {
            assertThat(migrated.from()).isEqualTo("2");
            assertThat(migrated.to()).isEqualTo("3");
            assertThat(migrated.count()).isEqualTo(1);
        });
    }

    @Test
    void agreesWithFlywayAfterwards() {
        createSchema("acme");
        migrator().migrate(ACME);
        Flyway flyway = Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .defaultSchema("acme")
                .locations(files.settings(PUBLIC).tenantLocations().toArray(String[]::new))
                .placeholders(Map.of("tenant", "acme", "public", "public"))
                .load();
        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
        assertThat(flyway.info().applied()).hasSize(2);
        assertThat(flyway.info().pending()).isEmpty();
    }

    @Test
    void givesTheConnectionBackAsItWas() throws SQLException {
        createSchema("acme");
        String before = pathOf(pool);
        migrator().migrate(ACME);
        files.tenant("V3__broken.sql", "SELECT 1 FROM missing;");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME));
        assertThat(pathOf(pool)).isEqualTo(before).doesNotContain("acme");
    }

    @Test
    void leavesNothingOfOneTenantsMigrationsToTheNext() {
        files.tenant(
                "V3__summary.sql",
                "CREATE TEMP TABLE IF NOT EXISTS t AS SELECT '${tenant}' AS name;\n"
                        + "CREATE TABLE summary AS SELECT * FROM t;\nSET session_replication_role = replica;");
        createSchema("acme");
        createSchema("globex");
        migrator().migrate(ACME);
        migrator().migrate(GLOBEX);

        assertThat(jdbc.queryForObject("SELECT name FROM acme.summary", String.class))
                .isEqualTo("acme");
        assertThat(jdbc.queryForObject("SELECT name FROM globex.summary", String.class))
                .isEqualTo("globex");
        assertThat(new JdbcTemplate(pool).queryForObject("SHOW session_replication_role", String.class))
                .isEqualTo("origin");
    }

    @Test
    void commitsAMigrationTogetherWithItsRowInTheHistory() {
        createSchema("acme");
        // Fails at commit, when the migration is through and its row is written.
        files.tenant(
                "V3__deferred.sql",
                "CREATE TABLE a (id int PRIMARY KEY);"
                        + "CREATE TABLE b (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);"
                        + "INSERT INTO b VALUES (1);");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME));
        assertThat(versionsOf("acme")).containsExactly("1", "2");
        assertThat(tablesOf("acme")).doesNotContain("a", "b");
    }

    @Test
    void runsMigrationsWithThePathOfTheApplication() {
        createSchema("acme");
        files.tenant("V3__path.sql", "CREATE TABLE path AS SELECT current_schemas(false)::text AS value;");
        migrator().migrate(ACME);
        assertThat(jdbc.queryForObject("SELECT value FROM acme.path", String.class))
                .endsWith("acme,public}");
    }

    @Test
    void keepsToTheSchemaWhenTheUserHasASchemaOfItsOwn() {
        createSchema("acme");
        createSchema("\"" + database.username() + "\"");
        migrator().migrate(ACME);
        assertThat(tablesOf(database.username())).isEmpty();
    }

    @Test
    void runsCallbacksAndRepeatableMigrationsOnASingleConnection() {
        createSchema("acme");
        files.tenant("R__view.sql", "CREATE OR REPLACE VIEW names AS SELECT name FROM products;")
                .tenant("afterVersioned.sql", "INSERT INTO products VALUES ('after versioned');")
                .tenant("beforeEachMigrate.sql", "SELECT 1;")
                .tenant("afterMigrate.sql", "INSERT INTO products VALUES ('after migrate');");
        migrator().migrate(ACME);
        assertThat(jdbc.queryForList("SELECT name FROM acme.names ORDER BY name", String.class))
                .contains("acme", "after migrate", "after versioned");
    }

    @Test
    void runsAMigrationThatCannotRunInATransaction() {
        createSchema("acme");
        files.tenant("V3__index.sql", "CREATE INDEX CONCURRENTLY orders_id ON orders (id);");
        assertThat(migrator().migrate(ACME)).isInstanceOf(Migrated.class);
        assertThat(jdbc.queryForObject(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'acme.orders_id'::regclass", Boolean.class))
                .isTrue();
    }

    @Test
    void saysWhatToDoAfterAMigrationThatCouldNotBeRolledBack() {
        createSchema("acme");
        files.tenant("V3__index.sql", "CREATE INDEX CONCURRENTLY orders_id ON orders (missing);");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .returns("42703", failure -> failure.failure().sqlState())
                .returns("V3__index.sql", failure -> failure.failure().script());
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .satisfies(failure -> assertThat(failure.failure().hint())
                        .contains("DELETE FROM \"acme\".\"flyway_schema_history\" WHERE NOT success"));
    }

    @Test
    void knowsTheFactsOfAFailure() {
        createSchema("acme");
        files.tenant(
                "V3__unique.sql",
                "-- twice\nINSERT INTO products VALUES ('acme');\n\n-- one of each\nCREATE UNIQUE INDEX\n  products_name ON products (name);");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .satisfies(failure -> {
                    MigrationFailure facts = failure.failure();
                    assertThat(facts.script()).isEqualTo("V3__unique.sql");
                    assertThat(facts.line()).isEqualTo(5);
                    assertThat(facts.statement())
                            .startsWith("CREATE UNIQUE INDEX")
                            .contains("products_name");
                    assertThat(facts.sqlState()).isEqualTo("23505");
                    assertThat(facts.message()).isEqualTo("could not create unique index \"products_name\"");
                    assertThat(facts.detail()).isEqualTo("Key (name)=(acme) is duplicated.");
                })
                .withMessageContaining("acme")
                .withMessageContaining("V3__unique.sql, line 5");
    }

    @Test
    void pointsAtTheLineThatPostgresqlPointsAt() {
        createSchema("acme");
        files.tenant("V3__broken.sql", "SELECT 1;\nCREATE TABLE broken (\n  id int,\n  name strnig\n);");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .returns(4, failure -> failure.failure().line());
    }

    @Test
    void refusesASchemaThatDoesNotExist() {
        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> migrator().migrate(ACME));
        assertThatExceptionOfType(MissingSchemaException.class)
                .isThrownBy(() -> migrator().pending(ACME));
        assertThat(schemas()).doesNotContain("acme");
    }

    @Test
    void refusesATenantsSchemaOfUnknownOrigin() {
        createSchema("acme");
        jdbc.execute("CREATE TABLE acme.old (id int)");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator().migrate(ACME))
                .withMessageContaining("no flyway_schema_history");
        assertThat(tablesOf("acme")).containsExactly("old");
    }

    @Test
    void takesASharedSchemaWithTablesAsItIs() {
        jdbc.execute("CREATE TABLE public.old (id int)");
        assertThat(migrator().migrate(SHARED)).isInstanceOfSatisfying(Migrated.class, migrated -> {
            assertThat(migrated.from()).isEqualTo("0");
            assertThat(migrated.to()).isEqualTo("1");
        });
        assertThat(tablesOf("public")).containsExactly("flyway_schema_history", "old", "plans");
    }

    @Test
    void createsAMissingSharedSchema() {
        SchemaName common = SchemaName.of("common");
        new FlywaySchemaMigrator(pool, files.settings(common), getClass().getClassLoader())
                .migrate(MigrationTarget.shared(common));
        assertThat(tablesOf("common")).containsExactly("flyway_schema_history", "plans");
    }

    @Test
    void onlyListsWhatIsPending() {
        createSchema("acme");
        files.tenant("V3__index.sql", "CREATE INDEX CONCURRENTLY orders_id ON orders (id);");
        assertThat(migrator().pending(ACME))
                .isEqualTo(new Pending(
                        ACME,
                        null,
                        List.of(
                                new PendingMigration("1", "products", "V1__products.sql", true),
                                new PendingMigration("2", "orders", "V2__orders.sql", true),
                                new PendingMigration("3", "index", "V3__index.sql", false))));
        assertThat(migrator().pending(MigrationTarget.shared(SchemaName.of("common"))))
                .isInstanceOf(Pending.class);
        assertThat(tablesOf("acme")).isEmpty();
        assertThat(schemas()).doesNotContain("common");
    }

    @Test
    void listsNothingWhenNothingIsPending() {
        createSchema("acme");
        migrator().migrate(ACME);
        assertThat(migrator().pending(ACME)).isEqualTo(new UpToDate(ACME, "2"));
    }

    @Test
    void doesNothingTwiceWhenSeveralProcessesMigrateAtOnce() throws Exception {
        files.shared("V2__slow.sql", "SELECT pg_sleep(1);");
        FlywaySchemaMigrator own = new FlywaySchemaMigrator(
                database.dataSource(), files.settings(PUBLIC), getClass().getClassLoader());
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<Future<Done>> done = processes.invokeAll(Collections.nCopies(4, () -> own.migrate(SHARED)));
            int migrations = 0;
            for (Future<Done> each : done) {
                migrations += each.get() instanceof Migrated migrated ? migrated.count() : 0;
            }
            assertThat(migrations).isEqualTo(2);
        } finally {
            processes.shutdownNow();
        }
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                        Integer.class))
                .isZero();
    }

    @Test
    void waitsForAnotherProcessForAsLongAsItTakes() throws Exception {
        createSchema("acme");
        ExecutorService process = Executors.newSingleThreadExecutor();
        try (Connection another = database.dataSource().getConnection()) {
            SchemaLock lock = SchemaLock.take(ACME.schema(), another, false).orElseThrow();
            assertThat(migrator().tryMigrate(ACME, new MigrationStop())).isEmpty();
            Future<Done> waiting = process.submit(() -> migrator().migrate(ACME));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(1, TimeUnit.SECONDS));
            assertThat(tablesOf("acme")).isEmpty();
            lock.close();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Migrated.class);
        } finally {
            process.shutdownNow();
        }
    }

    @Test
    void saysWhenThereIsNoConnection() {
        pool.close();
        assertThatExceptionOfType(DatabaseUnreachableException.class)
                .isThrownBy(() -> migrator().migrate(ACME));
    }

    @Test
    void appliesCustomizersButNotToWhatItDependsOn() {
        createSchema("acme");
        AtomicInteger asked = new AtomicInteger();
        FlywaySettings plain = files.tenant("V3__lang.sql", "INSERT INTO products VALUES ('${language}');")
                .settings(PUBLIC);
        FlywaySettings customized = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(),
                List.of(configuration -> {
                    asked.incrementAndGet();
                    configuration.placeholders(Map.of("language", "Latin")).table("mine");
                }),
                true,
                Duration.ZERO,
                Map.of());
        new FlywaySchemaMigrator(pool, customized, getClass().getClassLoader()).migrate(ACME);
        assertThat(asked).hasPositiveValue();
        assertThat(tablesOf("acme")).contains("flyway_schema_history").doesNotContain("mine");
        assertThat(jdbc.queryForList("SELECT name FROM acme.products", String.class))
                .contains("Latin");
    }

    @Test
    void commitsWithTheCallersTransaction() throws SQLException {
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            assertThat(migrator().migrate(ACME, connection)).isInstanceOf(Migrated.class);
            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(schemas()).doesNotContain("acme");
            connection.commit();
        });
        assertThat(versionsOf("acme")).containsExactly("1", "2");
    }

    @Test
    void leavesNothingWhenTheCallerRollsBack() throws SQLException {
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            migrator().migrate(ACME, connection);
            connection.rollback();
        });
        assertThat(schemas()).doesNotContain("acme");
    }

    @Test
    void migratesTwoSchemasInOneTransaction() throws SQLException {
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            execute(connection, "CREATE SCHEMA globex");
            migrator().migrate(ACME, connection);
            migrator().migrate(GLOBEX, connection);
            connection.commit();
        });
        assertThat(jdbc.queryForList("SELECT name FROM acme.products", String.class))
                .containsExactly("acme");
        assertThat(jdbc.queryForList("SELECT name FROM globex.products", String.class))
                .containsExactly("globex");
    }

    @Test
    void isTakenBackByASavepointOfTheCallers() throws SQLException {
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            Savepoint savepoint = connection.setSavepoint();
            migrator().migrate(ACME, connection);
            connection.rollback(savepoint);
            connection.commit();
        });
        assertThat(schemas()).contains("acme");
        assertThat(tablesOf("acme")).isEmpty();
    }

    @Test
    void takesItselfBackWhenAMigrationFailsAndSaysWhichOneFailedFirst() throws SQLException {
        files.tenant("V3__broken.sql", "CREATE TABLE c (id int);\nSELECT 1 FROM missing;");
        inTransaction(connection -> {
            execute(connection, "CREATE TABLE public.rows AS SELECT 1");
            execute(connection, "CREATE SCHEMA acme");
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection))
                    .returns("42P01", failure -> failure.failure().sqlState())
                    .returns("V3__broken.sql", failure -> failure.failure().script())
                    .returns(2, failure -> failure.failure().line());
            connection.commit();
        });
        assertThat(tablesOf("public")).containsExactly("rows");
        assertThat(tablesOf("acme")).isEmpty();
    }

    @Test
    void leavesTheSearchPathAsItReadBefore() throws SQLException {
        files.tenant("V3__broken.sql", "SELECT 1 FROM ${tenant}.missing;");
        inTransaction(connection -> {
            execute(connection, "SET search_path = public, pg_temp");
            execute(connection, "CREATE SCHEMA acme");
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection));
            assertThat(pathOf(connection)).isEqualTo("public, pg_temp");
            files.tenant("V3__broken.sql", "SELECT 1;");
            migrator().migrate(ACME, connection);
            assertThat(pathOf(connection)).isEqualTo("public, pg_temp");
        });
    }

    @Test
    void refusesAMigrationThatCannotRunInATransactionBeforeAnythingRuns() throws SQLException {
        files.tenant("V3__index.sql", "CREATE INDEX CONCURRENTLY orders_id ON orders (id);")
                .tenant("V4__vacuum.sql", "VACUUM;")
                .tenant("V5__settings.sql", "SELECT 1;")
                .tenant("V5__settings.sql.conf", "executeInTransaction=false")
                .tenant("V6__mixed.sql", "SELECT 1; CREATE INDEX CONCURRENTLY orders_id ON orders (id);");
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            assertThatExceptionOfType(NonTransactionalMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection))
                    .withNoCause()
                    .satisfies(failure -> assertThat(failure.scripts())
                            .containsExactly("V3__index.sql", "V4__vacuum.sql", "V5__settings.sql", "V6__mixed.sql"));
            connection.commit();
        });
        assertThat(tablesOf("acme")).isEmpty();
    }

    @Test
    void refusesAMigrationThatEndsTheCallersTransaction() throws SQLException {
        files.tenant("V3__commit.sql", "CREATE TABLE c (id int);\nCOMMIT;");
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            assertThatExceptionOfType(NonTransactionalMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection))
                    .satisfies(failure -> assertThat(failure.scripts()).containsExactly("V3__commit.sql"));
            connection.rollback();
        });
        assertThat(schemas()).doesNotContain("acme");
    }

    @Test
    void saysSoWhenAMigrationTurnsOutToBeUnableToRunInATransaction() throws SQLException {
        files.tenant("V3__reindex.sql", "REINDEX INDEX CONCURRENTLY flyway_schema_history_pk;");
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            assertThatExceptionOfType(NonTransactionalMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection))
                    .withMessageContaining("V3__reindex.sql");
        });
    }

    @Test
    void refusesAConnectionThatCommitsByItself() throws SQLException {
        createSchema("acme");
        try (Connection connection = database.dataSource().getConnection()) {
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator().migrate(ACME, connection))
                    .withMessageContaining("autocommit");
        }
        assertThat(tablesOf("acme")).isEmpty();
    }

    @Test
    void copiesDataInsideTheCallersTransaction() throws SQLException {
        files.tenant("V3__copy.sql", "COPY products (name) FROM STDIN;\nanvil\nrocket\n\\.\n");
        inTransaction(connection -> {
            execute(connection, "CREATE SCHEMA acme");
            migrator().migrate(ACME, connection);
            connection.commit();
        });
        assertThat(jdbc.queryForList("SELECT name FROM acme.products ORDER BY name", String.class))
                .containsExactly("acme", "anvil", "rocket");
    }

    private FlywaySchemaMigrator migrator() {
        return new FlywaySchemaMigrator(pool, files.settings(PUBLIC), getClass().getClassLoader());
    }

    private void createSchema(String schema) {
        jdbc.execute("CREATE SCHEMA " + schema);
    }

    private List<String> tablesOf(String schema) {
        return jdbc.queryForList(
                "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?) AND relkind = 'r' ORDER BY 1",
                String.class,
                "\"" + schema + "\"");
    }

    private List<String> schemas() {
        return jdbc.queryForList("SELECT nspname FROM pg_namespace", String.class);
    }

    private List<String> versionsOf(String schema) {
        return jdbc.queryForList(
                "SELECT version FROM " + schema + ".flyway_schema_history ORDER BY installed_rank", String.class);
    }

    private static String pathOf(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return pathOf(connection);
        }
    }

    private static String pathOf(Connection connection) {
        return String.valueOf(new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .queryForObject("SHOW search_path", String.class));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs the work on a connection with autocommit off, and rolls back what it does not commit. */
    private void inTransaction(TransactionalWork work) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.rollback();
        }
    }

    @FunctionalInterface
    private interface TransactionalWork {

        void on(Connection connection) throws SQLException;
    }
}
