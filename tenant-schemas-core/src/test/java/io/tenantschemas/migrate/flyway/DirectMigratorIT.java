package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.schema.Catalogue;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Tenants that are migrated without Flyway, beside one that is migrated by it. */
class DirectMigratorIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget BY_FLYWAY = tenant("by_flyway");

    private static final MigrationTarget FIRST = tenant("first_one");

    private static final MigrationTarget SECOND = tenant("second");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private final HikariDataSource pool = new HikariDataSource();

    /** How often Flyway was set up. */
    private final AtomicInteger flyways = new AtomicInteger();

    private Duration lockTimeout = Duration.ZERO;

    private MigrationFiles files;

    private FlywaySchemaMigrator migrator;

    @BeforeEach
    void writeMigrations(@TempDir Path directory) {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(1);
        files = new MigrationFiles(directory);
        files.tenant("V1__products.sql", """
                        CREATE TYPE state AS ENUM ('new', 'old');
                        CREATE TABLE products (
                            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                            name text NOT NULL DEFAULT 'it''s; new', -- of ${tenant};
                            state state,
                            role text CHECK (role <> 'none')
                        );
                        COMMENT ON TABLE products IS E'of \\\\ ''${flyway:defaultSchema}''';
                        CREATE INDEX ON products (lower(name));
                        -- The end
                        """)
                .tenant("V2__orders.sql", """
                        CREATE TABLE orders (id serial PRIMARY KEY, product bigint REFERENCES products);
                        INSERT INTO products (name) VALUES ('${tenant}'), ('?'), ('{d ''2000-01-01''}');
                        CREATE FUNCTION count_orders() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM orders);
                        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.name := 'x;y'; RETURN NEW; END $$;
                        CREATE TRIGGER touched BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION touch();
                        """)
                .tenant("V2.1__it's a_view.sql", "CREATE VIEW names AS SELECT name FROM products;")
                .tenant("R__comment.sql", "COMMENT ON VIEW names IS '${tenant}';")
                .tenant("R__grants.sql", "GRANT SELECT ON products TO PUBLIC;");
        for (MigrationTarget target : List.of(BY_FLYWAY, FIRST, SECOND)) {
            jdbc.execute("CREATE SCHEMA " + target.schema().quoted());
        }
        restart();
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    private static MigrationTarget tenant(String schema) {
        return MigrationTarget.tenant(SchemaName.of(schema));
    }

    private void restart() {
        migrator = migrator(true, configuration -> {});
    }

    private FlywaySchemaMigrator migrator(boolean direct, Consumer<FluentConfiguration> customizer) {
        return migrator(direct, customizer, List.of());
    }

    private FlywaySchemaMigrator migrator(
            boolean direct, Consumer<FluentConfiguration> customizer, List<JavaMigration> javaMigrations) {
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                javaMigrations,
                List.of(customizer, configuration -> flyways.incrementAndGet()),
                direct,
                lockTimeout,
                Map.of());
        return new FlywaySchemaMigrator(pool, settings, getClass().getClassLoader());
    }

    private Done withoutFlyway(MigrationTarget target) {
        int before = flyways.get();
        Done done = migrator.migrate(target);
        assertThat(flyways).as("Flyway was asked").hasValue(before);
        return done;
    }

    private void byFlyway(MigrationTarget target) {
        migrator(false, configuration -> {}).migrate(target);
    }

    private void assertSame(MigrationTarget target, MigrationTarget model) {
        assertThat(Catalogue.of(target.toString(), jdbc)).isEqualTo(Catalogue.of(model.toString(), jdbc));
        assertThat(history(target)).isEqualTo(history(model));
        Flyway flyway = plainFlyway(target);
        assertThat(flyway.validateWithResult().getAllErrorMessages()).isEmpty();
        assertThat(flyway.info().pending()).extracting(MigrationInfo::getScript).isEmpty();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    private Flyway plainFlyway(MigrationTarget target) {
        return Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .defaultSchema(target.toString())
                .locations(files.settings(PUBLIC).tenantLocations().toArray(String[]::new))
                .placeholders(Map.of("tenant", target.toString(), "public", "public"))
                .load();
    }

    /** Returns the rows without the times, and without checksums that depend on the tenant. */
    private List<Map<String, Object>> history(MigrationTarget target) {
        return jdbc.queryForList("SELECT installed_rank, version, description, type, script, installed_by, success,"
                + " CASE WHEN script <> 'R__comment.sql' THEN checksum END AS checksum FROM "
                + target.schema().qualify("flyway_schema_history") + " ORDER BY ctid");
    }

    @Test
    void makesOfANewSchemaWhatFlywayMakesOfIt() {
        byFlyway(BY_FLYWAY);
        migrator.migrate(FIRST);

        assertThat(withoutFlyway(SECOND)).isInstanceOfSatisfying(Migrated.class, migrated -> {
            assertThat(migrated.from()).isNull();
            assertThat(migrated.to()).isEqualTo("2.1");
            assertThat(migrated.count()).isEqualTo(5);
        });
        assertSame(SECOND, BY_FLYWAY);
        assertSame(FIRST, BY_FLYWAY);
        assertThat(jdbc.queryForList("SELECT name FROM second.products ORDER BY id", String.class))
                .containsExactly("second", "?", "{d '2000-01-01'}");
    }

    @Test
    void makesTheSameInTheCallersTransaction() throws SQLException {
        byFlyway(BY_FLYWAY);
        inTransaction(FIRST);
        int before = flyways.get();
        inTransaction(SECOND);

        assertThat(flyways).hasValue(before);
        assertSame(SECOND, BY_FLYWAY);
    }

    private void inTransaction(MigrationTarget target) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            migrator.migrate(target, connection);
            assertThat(Catalogue.of(target.toString(), jdbc))
                    .as("nothing is committed")
                    .isEmpty();
            connection.commit();
        }
    }

    @Test
    void goesOnWhereASchemaIs() {
        List.of(BY_FLYWAY, FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);\nDROP VIEW names;")
                .tenant("R__comment.sql", "COMMENT ON TABLE invoices IS 'of ${tenant}';");
        byFlyway(BY_FLYWAY);
        restart();
        migrator.migrate(FIRST);

        assertThat(withoutFlyway(SECOND)).isInstanceOfSatisfying(Migrated.class, migrated -> {
            assertThat(migrated.from()).isEqualTo("2.1");
            assertThat(migrated.to()).isEqualTo("3");
            assertThat(migrated.count()).isEqualTo(2);
        });
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void knowsThatThereIsNothingToDo() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        migrator.migrate(FIRST);

        assertThat(withoutFlyway(SECOND)).isEqualTo(new UpToDate(SECOND, "2.1"));
    }

    @Test
    void leavesItToFlywayToSayWhatIsWrong() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__first.sql", "CREATE TABLE third (id int);")
                .tenant("V4__unique.sql", "CREATE TABLE fourth (id int);\n\nCREATE UNIQUE INDEX one ON products ((1));")
                .tenant("V5__last.sql", "CREATE TABLE fifth (id int);");
        jdbc.execute("DELETE FROM first_one.products");
        restart();
        migrator.migrate(FIRST);

        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(SECOND))
                .satisfies(failure -> {
                    assertThat(failure.failure().script()).isEqualTo("V4__unique.sql");
                    assertThat(failure.failure().line()).isEqualTo(3);
                    assertThat(failure.failure().sqlState()).isEqualTo("23505");
                });
        assertThat(jdbc.queryForObject("SELECT max(version) FROM second.flyway_schema_history", String.class))
                .as("what ran before")
                .isEqualTo("3");

        jdbc.execute("DELETE FROM second.products");
        assertThat(migrator.migrate(SECOND)).isInstanceOf(Migrated.class);
        assertSame(SECOND, FIRST);
    }

    @Test
    void undoesAllInTheCallersTransactionWhenSomethingIsRefused() throws SQLException {
        inTransaction(FIRST);
        jdbc.execute(
                "CREATE FUNCTION public.refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE 'no views'; END $$;"
                        + "CREATE EVENT TRIGGER no_views ON ddl_command_start WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION public.refuse()");
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator.migrate(SECOND, connection))
                    .withMessageContaining("no views");
            connection.commit();
        }
        assertThat(Catalogue.of("second", jdbc)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY ON products (name);",
                "COPY products (name) FROM STDIN;\nx\n\\.\n",
                "SET statement_timeout = 0;",
                "SELECT set_config('search_path', 'public', false);",
                "LOCK TABLE products;",
                "DO $$ BEGIN SET LOCAL standard_conforming_strings = off; END $$;",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;",
                "UPDATE flyway_schema_history SET execution_time = 1;",
                "/* /* */ CREATE */ SET statement_timeout = 0;",
                "COMMENT ON TABLE products IS '${flyway:timestamp}';"
            })
    void leavesToFlywayWhatIsNotPlainSql(String sql) {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__other.sql", sql);
        restart();
        migrator.migrate(FIRST);
        int before = flyways.get();
        migrator.migrate(SECOND);

        assertThat(flyways.get()).isEqualTo(before + 1);
        assertThat(jdbc.queryForObject("SELECT max(version) FROM second.flyway_schema_history", String.class))
                .isEqualTo("3");
    }

    @Test
    void leavesAllToFlywayWhereACallbackIsToBeCalled() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("beforeMigrate.sql", "COMMENT ON TABLE products IS 'migrated';");
        restart();
        migrator.migrate(FIRST);
        migrator.migrate(SECOND);

        assertThat(jdbc.queryForObject("SELECT obj_description('second.products'::regclass)", String.class))
                .isEqualTo("migrated");
    }

    @Test
    void leavesAllToFlywayThatHasAMigrationInJavaToRun() {
        List.of(BY_FLYWAY, FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        List<JavaMigration> inJava = List.of(new V4__Number());
        migrator(false, configuration -> {}, inJava).migrate(BY_FLYWAY);
        migrator = migrator(true, configuration -> {}, inJava);
        migrator.migrate(FIRST);
        int before = flyways.get();
        migrator.migrate(SECOND);

        assertThat(flyways.get()).isEqualTo(before + 1);
        assertThat(Catalogue.of("second", jdbc)).isEqualTo(Catalogue.of("by_flyway", jdbc));
        assertThat(history(SECOND)).isEqualTo(history(BY_FLYWAY)).hasSize(7);
        assertThat(jdbc.queryForObject("SELECT id FROM second.invoices", Integer.class))
                .isEqualTo(4);
    }

    @Test
    void runsOutOfOrderWhatFlywayWould() {
        List.of(BY_FLYWAY, FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V1.5__late.sql", "CREATE TABLE late (id int);");
        restart();
        for (MigrationTarget target : List.of(FIRST, SECOND)) {
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator.migrate(target))
                    .withMessageContaining("1.5");
        }
        migrator(false, configuration -> configuration.outOfOrder(true)).migrate(BY_FLYWAY);
        migrator = migrator(true, configuration -> configuration.outOfOrder(true));
        migrator.migrate(FIRST);
        migrator.migrate(SECOND);

        assertSame(SECOND, BY_FLYWAY);
        assertThat(history(SECOND))
                .last()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("version", "1.5");
    }

    @Test
    void leavesMixedScriptsToFlyway() {
        List.of(BY_FLYWAY, FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__mixed.sql", "CREATE TABLE late (id int);\nCREATE INDEX CONCURRENTLY late_id ON late (id);");
        migrator(false, configuration -> configuration.mixed(true)).migrate(BY_FLYWAY);
        migrator = migrator(true, configuration -> configuration.mixed(true));
        migrator.migrate(FIRST);
        int before = flyways.get();
        migrator.migrate(SECOND);

        assertThat(flyways.get()).isEqualTo(before + 1);
        assertThat(Catalogue.of("second", jdbc)).isEqualTo(Catalogue.of("by_flyway", jdbc));
        assertThat(history(SECOND)).isEqualTo(history(BY_FLYWAY));
    }

    @Test
    void leavesMigrationsToFlywayThatStandForOthers() {
        files.tenant("B2.1__all.sql", """
                CREATE TABLE products (id int, name text);
                CREATE VIEW names AS SELECT name FROM products;
                """).tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        byFlyway(BY_FLYWAY);
        restart();
        migrator.migrate(FIRST);
        migrator.migrate(SECOND);

        assertSame(SECOND, BY_FLYWAY);
        assertThat(history(SECOND)).extracting("script").startsWith("B2.1__all.sql", "V3__invoices.sql");
    }

    @Test
    void goesOnFromABaseline() {
        for (MigrationTarget target : List.of(BY_FLYWAY, FIRST, SECOND)) {
            jdbc.execute(
                    "SET search_path = %s; CREATE TABLE products (id int PRIMARY KEY); CREATE VIEW names AS SELECT id AS name FROM products"
                            .formatted(target));
            Flyway.configure()
                    .configuration(plainFlyway(target).getConfiguration())
                    .baselineVersion("1")
                    .load()
                    .baseline();
        }
        files.remove("V2__orders.sql");
        files.remove("V2.1__it's a_view.sql");
        files.tenant("V2__orders.sql", "CREATE TABLE orders (id serial PRIMARY KEY, product int REFERENCES products);");
        byFlyway(BY_FLYWAY);
        restart();
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);

        assertSame(SECOND, BY_FLYWAY);
        assertThat(history(SECOND)).extracting("type").startsWith("BASELINE", "SQL");
    }

    @Test
    void goesOnAfterARepair() {
        files.tenant("V1.5__gone.sql", "CREATE TABLE gone (id int);");
        for (MigrationTarget target : List.of(BY_FLYWAY, FIRST, SECOND)) {
            byFlyway(target);
        }
        files.remove("V1.5__gone.sql");
        List.of(BY_FLYWAY, FIRST, SECOND).forEach(target -> plainFlyway(target).repair());
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        byFlyway(BY_FLYWAY);
        restart();
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);

        assertSame(SECOND, BY_FLYWAY);
        assertThat(history(SECOND)).extracting("type").contains("DELETE");
    }

    @Test
    void leavesAFailedMigrationToBeRepaired() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        jdbc.update(
                "INSERT INTO second.flyway_schema_history SELECT 6, '3', 'invoices', type, 'V3__invoices.sql', 1, installed_by,"
                        + " installed_on, 1, false FROM second.flyway_schema_history WHERE version = '1'");
        restart();
        migrator.migrate(FIRST);
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(SECOND))
                .withMessageContaining("failed migration to version 3");
        assertThat(jdbc.queryForObject("SELECT to_regclass('second.invoices')", String.class))
                .isNull();

        plainFlyway(SECOND).repair();
        migrator.migrate(SECOND);
        assertSame(SECOND, FIRST);
    }

    @Test
    void readsEachFileOnceForAll() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        restart();
        migrator.migrate(FIRST);
        files.replaceUnnoticed("V3__invoices.sql", "CREATE TABLE receipts (id int);");
        withoutFlyway(SECOND);

        assertThat(Catalogue.of("second", jdbc)).isEqualTo(Catalogue.of("first_one", jdbc));
        assertThat(history(SECOND)).isEqualTo(history(FIRST));
    }

    @Test
    void writesWhoInstalledAsConfigured() {
        migrator = migrator(true, configuration -> configuration.installedBy("O'Brien \\ Sons"));
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);

        assertThat(jdbc.queryForList("SELECT DISTINCT installed_by FROM second.flyway_schema_history", String.class))
                .containsExactly("O'Brien \\ Sons");
    }

    @Test
    void waitsForAnotherFlyway() throws Exception {
        migrator.migrate(FIRST);
        try (Connection other = database.dataSource().getConnection()) {
            long lock = 0x466C79776179L + "\"second\".\"flyway_schema_history\"".hashCode();
            JdbcTemplate others = new JdbcTemplate(new SingleConnectionDataSource(other, true));
            others.execute("SELECT pg_advisory_lock(" + lock + ")");
            int before = flyways.get();
            CompletableFuture<Done> done = CompletableFuture.supplyAsync(() -> migrator.migrate(SECOND));
            await().until(() -> flyways.get() > before);
            assertThat(Catalogue.of("second", jdbc)).isEmpty();
            others.execute("SELECT pg_advisory_unlock(" + lock + ")");
            assertThat(done.get(20, TimeUnit.SECONDS)).isInstanceOf(Migrated.class);
        }
        byFlyway(BY_FLYWAY);
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void knowsTheNumberOfFlywaysLock() {
        files.tenant("V3__locks.sql", """
                CREATE TABLE held AS
                SELECT (classid::bigint << 32) | objid::bigint AS number FROM pg_catalog.pg_locks
                WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database());
                """);
        byFlyway(BY_FLYWAY);

        assertThat(jdbc.queryForList("SELECT number FROM by_flyway.held", Long.class))
                .contains(0x466C79776179L + "\"by_flyway\".\"flyway_schema_history\"".hashCode());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForLocksNoLongerThanIsSaid(boolean direct) throws SQLException {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__channel.sql", "ALTER TABLE orders ADD COLUMN channel text;");
        lockTimeout = Duration.ofMillis(200);
        migrator = migrator(direct, configuration -> {});
        migrator.migrate(FIRST);
        MigrationFailure failure = failureBesideAReader(SECOND);
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.sqlState()).isEqualTo("55P03");
        assertThat(failure.script()).isEqualTo("V3__channel.sql");
        assertThat(migrator.migrate(SECOND)).isInstanceOf(Migrated.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhichStatementWaitedForALockWhenItDoesSoAgain(boolean direct) throws SQLException {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__channel.sql", """
                COMMENT ON TABLE products IS 'sold';

                -- Where it was ordered
                ALTER TABLE orders
                    ADD COLUMN channel text;
                """);
        lockTimeout = Duration.ofMillis(200);
        migrator = migrator(direct, configuration -> {});
        migrator.migrate(FIRST);
        failureBesideAReader(SECOND);
        MigrationFailure failure = failureBesideAReader(SECOND);
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.sqlState()).isEqualTo("55P03");
        assertThat(failure.script()).isEqualTo("V3__channel.sql");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure.statement()).isEqualTo("ALTER TABLE orders\n    ADD COLUMN channel text");
        assertThat(migrator.migrate(SECOND)).isInstanceOf(Migrated.class);
        files.tenant("V4__names.sql", "ALTER TABLE orders ADD COLUMN name text;");
        migrator = migrator(direct, configuration -> {});
        migrator.migrate(FIRST);
        assertThat(migrator.migrate(SECOND)).isInstanceOf(Migrated.class);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "COMMIT;, false", "-- COMMIT, false"})
    void knowsWhetherNothingOfAMigrationHasStayed(String first, boolean isUndone) throws SQLException {
        byFlyway(FIRST);
        files.tenant("V3__channel.sql", first + "\nALTER TABLE orders ADD COLUMN channel text;");
        lockTimeout = Duration.ofMillis(200);
        migrator = migrator(false, configuration -> {});
        MigrationFailure failure = failureBesideAReader(FIRST);
        assertThat(failure.sqlState()).isEqualTo("55P03");
        assertThat(failure.undone()).isEqualTo(isUndone);
    }

    /** Returns how a migration fails while somebody reads the table that it alters. */
    private MigrationFailure failureBesideAReader(MigrationTarget target) throws SQLException {
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("LOCK TABLE " + target.schema().qualify("orders") + " IN ACCESS SHARE MODE");
            }
            SchemaMigrationException failure =
                    catchThrowableOfType(SchemaMigrationException.class, () -> migrator.migrate(target));
            other.rollback();
            assertThat(failure).isNotNull();
            return failure.failure();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesItsLimitForLocksToNobody(boolean direct) {
        lockTimeout = Duration.ofMillis(200);
        migrator = migrator(direct, configuration -> {});
        migrator.migrate(FIRST);
        String before = backend();
        assertThat(migrator.migrate(FIRST)).isInstanceOf(UpToDate.class);

        assertThat(backend()).isEqualTo(before);
        assertThat(new JdbcTemplate(pool).queryForObject("SHOW lock_timeout", String.class))
                .isEqualTo("0");
    }

    @Test
    void keepsNoConnectionInWhichACallbackWasCalledForNothing() {
        byFlyway(FIRST);
        files.tenant("afterMigrate.sql", "SELECT set_config('app.left', 'something', false);");
        restart();
        String before = backend();
        assertThat(migrator.migrate(FIRST)).isInstanceOf(UpToDate.class);
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void keepsAConnectionInWhichNothingCanBeLeft() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__channel.sql", """
                ALTER TABLE orders ADD COLUMN channel varchar(20) NOT NULL DEFAULT 'web';
                CREATE INDEX orders_channel ON orders (channel);
                CREATE TABLE channels (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                    code int generated always as identity);
                """);
        restart();
        migrator.migrate(FIRST);
        String before = backend();
        withoutFlyway(SECOND);
        assertThat(backend()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE orders SET id = id;",
                "SELECT count_orders();",
                "CREATE TABLE copied AS SELECT count_orders();",
                "ALTER TABLE orders ADD COLUMN number bigint DEFAULT count_orders();",
                "CREATE TEMPORARY TABLE passing (id int);",
                "ALTER TABLE products ALTER COLUMN role TYPE varchar(9);",
                "CREATE DOMAIN counted AS int CHECK (count_orders() >= 0); ALTER TABLE orders ADD COLUMN number counted;",
                "ALTER TABLE orders ADD number serial;",
                "ALTER TABLE orders ADD number bigint GENERATED ALWAYS AS IDENTITY;"
            })
    void keepsNoConnectionInWhichSomethingMayBeLeft(String sql) {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__calls.sql", sql);
        restart();
        migrator.migrate(FIRST);
        String before = backend();
        withoutFlyway(SECOND);
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void keepsNoConnectionInWhichAnEventTriggerMayHaveLeftSomething() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        restart();
        migrator.migrate(FIRST);
        EventTriggers.leaveASetting(jdbc);
        String before = backend();
        withoutFlyway(SECOND);

        assertThat(backend()).isNotEqualTo(before);
        assertThat(EventTriggers.setting(new JdbcTemplate(pool))).isNull();
    }

    @Test
    void eachMigrationBeginsWithThePathOfTheTenant() throws SQLException {
        jdbc.execute("CREATE FUNCTION public.wander() RETURNS text LANGUAGE plpgsql AS"
                + " $$ BEGIN RETURN set_config('search_' || 'path', 'public', false); END $$");
        files.tenant("V1.5__wander.sql", "SELECT wander();");
        byFlyway(BY_FLYWAY);
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void runsAQueryToItsEndWhateverTheDriverFetches() {
        files.tenant("V1.5__fill.sql", """
                CREATE FUNCTION add(n int) RETURNS int LANGUAGE sql AS $$
                    INSERT INTO products (name) VALUES (n::text) RETURNING 1 $$;
                SELECT add(n) FROM generate_series(1, 100) n;
                """);
        pool.addDataSourceProperty("defaultRowFetchSize", "10");
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM second.products", Integer.class))
                .isEqualTo(103);
    }

    @Test
    void aSchemaWithAFunctionIsNotNew() {
        migrator.migrate(FIRST);
        jdbc.execute("CREATE FUNCTION second.f() RETURNS int LANGUAGE sql RETURN 1");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(SECOND))
                .withMessageContaining("non-empty schema");
    }

    @Test
    void noticesThatAFileHasChanged() {
        List.of(FIRST, SECOND).forEach(this::byFlyway);
        migrator.migrate(FIRST);
        files.tenant("R__grants.sql", "GRANT INSERT ON products TO PUBLIC;");
        assertThat(migrator.migrate(SECOND)).isInstanceOf(Migrated.class);
    }

    @Test
    void learnsNothingWhenAnotherFlywayWasThereAsWell() {
        files.tenant("V0__other.sql", "CREATE TABLE zero (id int);");
        migrator = migrator(true, configuration -> {
            if (flyways.get() == 1) {
                // Flyway is about to look at the first tenant, whose history was read before.
                plainFlyway(FIRST).migrate();
            }
        });
        migrator.migrate(FIRST);
        int before = flyways.get();
        migrator.migrate(SECOND);
        assertThat(flyways.get()).isGreaterThan(before);
        byFlyway(BY_FLYWAY);
        assertSame(SECOND, BY_FLYWAY);
    }

    @Test
    void freesFlywaysLock() {
        migrator.migrate(FIRST);
        withoutFlyway(SECOND);
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                        Integer.class))
                .isZero();
    }

    /** A migration in Java, named as Flyway wants it. */
    @SuppressWarnings("checkstyle:TypeName")
    private static final class V4__Number extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws SQLException {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("INSERT INTO invoices VALUES (4)");
            }
        }
    }

    private String backend() {
        return String.valueOf(new JdbcTemplate(pool).queryForObject("SELECT pg_backend_pid()", String.class));
    }
}
