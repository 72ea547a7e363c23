package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.schema.Catalogue;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The third tenant and those after it, where the first was migrated by Flyway and the second with a look at all there is. */
class ShortcutIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget FIRST = tenant("first_one");

    private static final MigrationTarget SECOND = tenant("second");

    private static final MigrationTarget THIRD = tenant("third");

    private static final MigrationTarget FOURTH = tenant("fourth");

    private static final String ALTER = """
            ALTER TABLE notes ADD COLUMN pinned boolean NOT NULL DEFAULT false;
            CREATE INDEX notes_pinned_idx ON notes (pinned);
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private HikariDataSource pool = pool(true);

    private final AtomicInteger flyways = new AtomicInteger();

    private Duration lockTimeout = Duration.ZERO;

    private MigrationFiles files;

    private StatementCounter counter;

    private FlywaySchemaMigrator migrator;

    @BeforeEach
    void makeSchemas(@TempDir Path directory) throws SQLException {
        counter = new StatementCounter(pool);
        files = new MigrationFiles(directory);
        files.tenant("V1__notes.sql", "CREATE TABLE notes (id int PRIMARY KEY, body text);");
        restart();
        for (MigrationTarget target : List.of(FIRST, SECOND, THIRD, FOURTH)) {
            make(target);
        }
    }

    @AfterEach
    void close() {
        try (database) {
            pool.close();
        }
    }

    private HikariDataSource pool(boolean autoCommit) {
        HikariDataSource one = new HikariDataSource();
        one.setJdbcUrl(database.url());
        one.setUsername(database.username());
        one.setPassword(database.password());
        one.setMaximumPoolSize(1);
        one.setAutoCommit(autoCommit);
        return one;
    }

    private static MigrationTarget tenant(String schema) {
        return MigrationTarget.tenant(SchemaName.of(schema));
    }

    private void make(MigrationTarget target) {
        jdbc.execute("CREATE SCHEMA " + target.schema().quoted());
        migrator.migrate(target);
    }

    private void restart() {
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings settings = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(),
                List.of(configuration -> flyways.incrementAndGet()),
                true,
                lockTimeout,
                Map.of());
        migrator = new FlywaySchemaMigrator(
                counter.dataSource(), settings, getClass().getClassLoader());
    }

    /** Adds a migration, and takes the first two through it. */
    private void learn(String file, String sql) {
        files.tenant(file, sql);
        restart();
        migrator.migrate(FIRST);
        migrator.migrate(SECOND);
    }

    private int statements(Runnable action) {
        int before = counter.executed();
        action.run();
        return counter.executed() - before;
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
        assertThat(flyway.info().pending()).isEmpty();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    private List<Map<String, Object>> history(MigrationTarget target) {
        return jdbc.queryForList(
                "SELECT installed_rank, version, description, type, script, checksum, installed_by, success FROM "
                        + target.schema().qualify("flyway_schema_history") + " ORDER BY ctid");
    }

    private String backend() {
        return String.valueOf(new JdbcTemplate(pool).queryForObject("SELECT pg_backend_pid()", String.class));
    }

    @Test
    void makesTheSameAsFlywayInOneRoundTrip() {
        learn("V2__pinned.sql", ALTER);
        int flywaysBefore = flyways.get();

        assertThat(statements(() -> assertThat(migrator.tryMigrate(THIRD, new MigrationStop()))
                        .hasValueSatisfying(done -> assertThat(done)
                                .isInstanceOfSatisfying(Migrated.class, migrated -> {
                                    assertThat(migrated.target()).isEqualTo(THIRD);
                                    assertThat(migrated.from()).isEqualTo("1");
                                    assertThat(migrated.to()).isEqualTo("2");
                                    assertThat(migrated.count()).isEqualTo(1);
                                }))))
                .isEqualTo(1);
        assertThat(flyways).hasValue(flywaysBefore);
        assertSame(THIRD, FIRST);
    }

    @Test
    void takesOneRoundTripForEachOfSeveralMigrations() {
        files.tenant("R__view.sql", "CREATE VIEW bodies AS SELECT body FROM notes;");
        learn("V2__it's_pinned.sql", ALTER);

        assertThat(statements(() -> migrator.migrate(THIRD))).isEqualTo(2);
        assertSame(THIRD, FIRST);
        assertThat(migrator.migrate(THIRD)).isEqualTo(new UpToDate(THIRD, "2"));
    }

    @Test
    void leavesASchemaAloneThatAnotherProcessIsAt() throws SQLException {
        learn("V2__pinned.sql", ALTER);
        try (Connection other = database.dataSource().getConnection()) {
            Optional<SchemaLock> lock = SchemaLock.take(THIRD.schema(), other, false);
            assertThat(migrator.tryMigrate(THIRD, new MigrationStop())).isEmpty();
            assertThat(history(THIRD)).hasSize(1);
            lock.orElseThrow().close();
        }
        assertThat(migrator.tryMigrate(THIRD, new MigrationStop())).isPresent();
    }

    @Test
    void looksMoreCloselyAtASchemaThatStandsElsewhere() {
        learn("V2__pinned.sql", ALTER);
        jdbc.update("UPDATE third.flyway_schema_history SET checksum = checksum + 1");
        jdbc.execute("DROP SCHEMA fourth CASCADE; CREATE SCHEMA fourth");

        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(THIRD))
                .withMessageContaining("checksum");
        assertThat(history(THIRD)).hasSize(1);
        assertThat(migrator.migrate(FOURTH))
                .isInstanceOfSatisfying(
                        Migrated.class, migrated -> assertThat(migrated.count()).isEqualTo(2));
        jdbc.execute("DROP SCHEMA fourth CASCADE");
        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> migrator.migrate(FOURTH));
        assertThat(jdbc.queryForObject("SELECT to_regclass('public.notes')", String.class))
                .isNull();
    }

    @Test
    void wantsNoLockOfASchemaThatStandsElsewhere() throws SQLException {
        lockTimeout = Duration.ofMillis(200);
        learn("V2__pinned.sql", ALTER);
        migrator.migrate(THIRD);
        try (Connection reader = database.dataSource().getConnection()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.execute("LOCK TABLE third.notes IN ACCESS SHARE MODE");
            }
            assertThat(migrator.migrate(THIRD)).isEqualTo(new UpToDate(THIRD, "2"));
            reader.rollback();
        }
    }

    @Test
    void keepsTheConnectionWhereNothingWasBegunWhateverTheMigrationIs() throws SQLException {
        learn("V2__count.sql", "SELECT count(*) FROM notes;");
        String before = backend();
        try (Connection other = database.dataSource().getConnection();
                SchemaLock lock = SchemaLock.take(THIRD.schema(), other, false).orElseThrow()) {
            assertThat(migrator.tryMigrate(THIRD, new MigrationStop())).isEmpty();
            assertThat(backend()).isEqualTo(before);
            int shortcuts = statements(() -> migrator.tryMigrate(THIRD, new MigrationStop()));
            assertThat(shortcuts)
                    .as("the shortcut is not tried again and again")
                    .isLessThan(7);
            lock.close();
        }
        assertThat(migrator.tryMigrate(THIRD, new MigrationStop())).isPresent();
    }

    @Test
    void isDoneOnceOnly() {
        learn("V2__pinned.sql", ALTER);
        migrator.migrate(THIRD);
        assertThat(migrator.migrate(THIRD)).isEqualTo(new UpToDate(THIRD, "2"));
        assertThat(history(THIRD)).hasSize(2);
    }

    @Test
    void goesNoFurtherThanIsWanted() {
        learn("V2__pinned.sql", ALTER);
        assertThat(migrator.migrate(THIRD.upTo("1"))).isEqualTo(new UpToDate(THIRD.upTo("1"), "1"));
        assertThat(history(THIRD)).hasSize(1);
    }

    @Test
    void leavesItToFlywayToSayWhatIsWrong() {
        files.tenant("V2__first.sql", "CREATE TABLE more (id int);");
        learn("V3__unique.sql", "CREATE TABLE even_more (id int);\n\nCREATE UNIQUE INDEX one ON notes ((1));");
        jdbc.execute("INSERT INTO third.notes VALUES (1, 'a'), (2, 'b')");

        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(THIRD))
                .satisfies(failure -> {
                    assertThat(failure.failure().script()).isEqualTo("V3__unique.sql");
                    assertThat(failure.failure().line()).isEqualTo(3);
                    assertThat(failure.failure().sqlState()).isEqualTo("23505");
                });
        assertThat(history(THIRD)).as("what ran before").hasSize(2);
        assertThat(jdbc.queryForObject("SELECT to_regclass('third.even_more')", String.class))
                .isNull();

        jdbc.execute("DELETE FROM third.notes");
        migrator.migrate(THIRD);
        assertSame(THIRD, FIRST);
    }

    @Test
    void waitsForLocksNoLongerThanIsSaid() throws SQLException {
        lockTimeout = Duration.ofMillis(200);
        learn("V2__pinned.sql", ALTER);
        try (Connection reader = database.dataSource().getConnection()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.execute("LOCK TABLE third.notes IN ACCESS SHARE MODE");
            }
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator.migrate(THIRD))
                    .satisfies(failure -> {
                        assertThat(failure.failure().isTransient()).isTrue();
                        assertThat(failure.failure().sqlState()).isEqualTo("55P03");
                        assertThat(failure.failure().script()).isEqualTo("V2__pinned.sql");
                    });
            reader.rollback();
        }
        assertThat(history(THIRD)).hasSize(1);
        migrator.migrate(THIRD);
        assertSame(THIRD, FIRST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNothingInTheSession(boolean autoCommit) throws SQLException {
        pool.close();
        pool = pool(autoCommit);
        counter = new StatementCounter(pool);
        lockTimeout = Duration.ofMillis(200);
        learn("V2__pinned.sql", ALTER);
        Map<String, Object> before = session();
        assertThat(statements(() -> migrator.migrate(THIRD))).isEqualTo(1);
        assertThat(session()).isEqualTo(before).containsEntry("timeout", "0").containsEntry("locks", 0L);

        jdbc.execute("DROP SCHEMA fourth CASCADE");
        assertThatExceptionOfType(MissingSchemaException.class).isThrownBy(() -> migrator.migrate(FOURTH));
        assertThat(session()).as("after a refusal").isEqualTo(before);
    }

    private Map<String, Object> session() {
        return new JdbcTemplate(pool)
                .queryForMap(
                        "SELECT pg_backend_pid() AS backend,"
                                + " current_setting('search_path') AS path, current_setting('lock_timeout') AS timeout, current_user AS role,"
                                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks");
    }

    @Test
    void keepsNoConnectionInWhichSomethingMayBeLeft() {
        jdbc.execute("CREATE FUNCTION public.leave() RETURNS void LANGUAGE plpgsql AS"
                + " $$ BEGIN CREATE TEMPORARY TABLE left_over (owner text); END $$");
        learn("V2__leave.sql", "SELECT leave();");
        String before = backend();
        int flywaysBefore = flyways.get();
        assertThat(statements(() -> migrator.migrate(THIRD))).isEqualTo(1);

        assertThat(backend()).isNotEqualTo(before);
        assertThat(new JdbcTemplate(pool).queryForObject("SELECT to_regclass('pg_temp.left_over')", String.class))
                .isNull();
        migrator.migrate(FOURTH);
        assertThat(flyways).as("it met nothing of the one before").hasValue(flywaysBefore);
    }

    @Test
    void keepsNoConnectionInWhichAnEventTriggerMayHaveLeftSomething() {
        MigrationTarget fifth = tenant("fifth");
        make(fifth);
        learn("V2__pinned.sql", ALTER);
        EventTriggers.leaveASetting(jdbc);
        for (MigrationTarget target : List.of(THIRD, FOURTH)) {
            String before = backend();
            assertThat(migrator.migrate(target)).isInstanceOf(Migrated.class);
            assertThat(backend()).isNotEqualTo(before);
            assertThat(EventTriggers.setting(new JdbcTemplate(pool))).isNull();
        }
        assertThat(statements(() -> migrator.migrate(fifth)))
                .as("once it is known that there is one")
                .isEqualTo(1);
        jdbc.execute("ALTER EVENT TRIGGER leave DISABLE");
    }

    @Test
    void letsNoConnectionKnowTooManySchemas() {
        List<MigrationTarget> many =
                IntStream.range(0, 251).mapToObj(i -> tenant("more_" + i)).toList();
        jdbc.execute("CREATE TABLE public.template_history AS SELECT * FROM first_one.flyway_schema_history");
        for (MigrationTarget target : many) {
            jdbc.execute("CREATE SCHEMA %1$s; CREATE TABLE %1$s.notes (id int PRIMARY KEY, body text);"
                            .formatted(target.schema())
                    + "CREATE TABLE %1$s.flyway_schema_history (LIKE first_one.flyway_schema_history INCLUDING ALL);"
                            .formatted(target.schema())
                    + "INSERT INTO %1$s.flyway_schema_history SELECT * FROM public.template_history"
                            .formatted(target.schema()));
        }
        learn("V2__pinned.sql", ALTER);
        Set<String> backends = new HashSet<>();
        for (MigrationTarget target : many) {
            backends.add(backend());
            assertThat(statements(() -> migrator.migrate(target))).isEqualTo(1);
        }
        assertThat(backends).hasSize(2);
    }

    @Test
    void tellsAllNodesWithTheMigrationItself() throws SQLException {
        files.tenant("V2__first.sql", "CREATE TABLE more (id int);");
        learn("V3__pinned.sql", ALTER + "CREATE UNIQUE INDEX one ON notes ((1));");
        jdbc.execute("INSERT INTO fourth.notes VALUES (1, 'a'), (2, 'b')");
        try (Connection listening = database.dataSource().getConnection()) {
            try (Statement statement = listening.createStatement()) {
                statement.execute("LISTEN nodes");
            }
            MigrationNotice ofThird = new MigrationNotice("pg_notify('nodes', 'third')");
            assertThat(migrator.tryMigrate(THIRD, new MigrationStop(), ofThird)).isPresent();
            assertThat(ofThird.isSent()).isTrue();

            MigrationNotice ofFourth = new MigrationNotice("pg_notify('nodes', 'fourth')");
            assertThatExceptionOfType(SchemaMigrationException.class)
                    .isThrownBy(() -> migrator.tryMigrate(FOURTH, new MigrationStop(), ofFourth));
            assertThat(ofFourth.isSent()).as("Flyway went on without it").isFalse();

            assertThat(listening.isValid(5)).isTrue();
            assertThat(listening.unwrap(PGConnection.class).getNotifications())
                    .extracting(PGNotification::getParameter)
                    .containsExactly("third", "third", "fourth");
        }
    }

    @Test
    void isNotTakenWhereAChecksumDependsOnTheTenant() {
        files.tenant("R__comment.sql", "COMMENT ON TABLE notes IS 'of ${tenant}';");
        learn("V2__pinned.sql", ALTER);
        Optional<Done> done = migrator.tryMigrate(THIRD, new MigrationStop());

        assertThat(done).containsInstanceOf(Migrated.class);
        assertThat(jdbc.queryForObject("SELECT obj_description('third.notes'::regclass)", String.class))
                .isEqualTo("of third");
        assertThat(history(THIRD).get(2).get("checksum"))
                .isNotEqualTo(history(SECOND).get(2).get("checksum"));
    }
}
