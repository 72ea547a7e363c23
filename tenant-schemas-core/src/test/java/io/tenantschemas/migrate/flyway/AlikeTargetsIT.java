package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tenants' schemas are taken to be in the same state, and that Flyway agrees. */
class AlikeTargetsIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final MigrationTarget ACME = tenant("acme");

    private static final MigrationTarget GLOBEX = tenant("globex");

    private static final MigrationTarget INITECH = tenant("initech");

    private static final List<MigrationTarget> ALL = List.of(ACME, GLOBEX, INITECH);

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    private MigrationFiles files;

    @BeforeEach
    void migrate(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .tenant("V1__products.sql", "CREATE TABLE products (name text);")
                .tenant("V2__orders.sql", "CREATE TABLE orders (id int);");
        ALL.forEach(target -> jdbc.execute("CREATE SCHEMA " + target.schema().quoted()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static MigrationTarget tenant(String schema) {
        return MigrationTarget.tenant(SchemaName.of(schema));
    }

    private FlywaySchemaMigrator migrator() {
        return new FlywaySchemaMigrator(
                database.dataSource(), files.settings(PUBLIC), getClass().getClassLoader());
    }

    private void migrateAll() {
        ALL.forEach(migrator()::migrate);
    }

    private List<List<MigrationTarget>> groups() {
        return migrator().alike(ALL).stream().map(AlikeTargets::targets).toList();
    }

    @Test
    void thoseThatHaveBeenThroughTheSameAreAlike() {
        migrateAll();
        assertThat(groups()).containsExactly(ALL);
    }

    @Test
    void thoseThatAreBehindAreAlikeToo() {
        migrateAll();
        files.tenant("V3__invoices.sql", "CREATE TABLE invoices (id int);");
        migrator().migrate(GLOBEX);
        assertThat(groups()).containsExactly(List.of(ACME, INITECH), List.of(GLOBEX));
        assertThat(migrator().pending(INITECH)).isInstanceOf(Pending.class);
        assertThat(migrator().pending(GLOBEX)).isInstanceOf(UpToDate.class);
    }

    @Test
    void noConnectionReadsTooManyHistories() {
        migrateAll();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
            pool.setMaximumPoolSize(1);
            FlywaySchemaMigrator inspecting = new FlywaySchemaMigrator(
                    pool, files.settings(PUBLIC), getClass().getClassLoader());
            List<MigrationTarget> hundred = IntStream.range(0, 97)
                    .mapToObj(i -> tenant("other_" + i))
                    .collect(Collectors.toCollection(() -> new ArrayList<>(ALL)));
            Set<String> backends = new LinkedHashSet<>();
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                assertThat(inspecting.alike(hundred).get(0).targets()).isEqualTo(ALL);
                backends.add(
                        String.valueOf(new JdbcTemplate(pool).queryForObject("SELECT pg_backend_pid()", String.class)));
                seen.add(backends.size());
            }
            assertThat(seen).as("after 250 and 500 histories").containsExactly(1, 1, 2, 2, 3);
        }
    }

    @Test
    void whatIsNotKnownToBeAlikeIsAlone() {
        migrator().migrate(ACME);
        jdbc.execute("DROP SCHEMA initech");
        assertThat(groups()).containsExactly(List.of(ACME), List.of(GLOBEX), List.of(INITECH));
    }

    @Test
    void aDifferenceInAnyRowTellsThemApart() {
        for (String change : List.of(
                "checksum = 1",
                "success = false",
                "description = 'others'",
                "script = 'V2__o.sql'",
                "version = '2.1'")) {
            ALL.forEach(target -> jdbc.execute("DROP SCHEMA %1$s CASCADE; CREATE SCHEMA %1$s".formatted(target)));
            migrateAll();
            jdbc.update("UPDATE globex.flyway_schema_history SET " + change + " WHERE version = '2'");
            assertThat(groups()).as(change).containsExactly(List.of(ACME, INITECH), List.of(GLOBEX));
        }
    }

    @Test
    void whenAndByWhomDoesNot() {
        migrateAll();
        jdbc.update("UPDATE globex.flyway_schema_history SET installed_on = now() - interval '1 year',"
                + " installed_by = 'somebody', execution_time = 999999");
        assertThat(groups()).containsExactly(ALL);
    }

    @Test
    void aRepeatableMigrationThatNamesTheTenantIsExpectedToDiffer() {
        files.tenant(
                        "R__greeting.sql",
                        "CREATE OR REPLACE VIEW greeting AS SELECT '${Tenant} ${flyway:table}' AS text;")
                .tenant("R__owner.sql", "COMMENT ON TABLE products IS '${flyway:defaultSchema} ${flyway:filename}';");
        migrateAll();
        assertThat(jdbc.queryForList("SELECT DISTINCT checksum FROM (SELECT * FROM acme.flyway_schema_history UNION ALL"
                        + " SELECT * FROM globex.flyway_schema_history) h WHERE version IS NULL"))
                .hasSize(4);
        assertThat(groups()).containsExactly(ALL);
        ALL.forEach(target -> assertThat(migrator().migrate(target)).isInstanceOf(UpToDate.class));

        jdbc.update("UPDATE globex.flyway_schema_history SET checksum = 1 WHERE script = 'R__owner.sql'");
        assertThat(groups()).containsExactly(List.of(ACME, INITECH), List.of(GLOBEX));
        assertThat(migrator().migrate(GLOBEX)).isInstanceOf(Migrated.class);

        files.tenant("R__owner.sql", "COMMENT ON TABLE products IS 'of ${tenant}';");
        assertThat(migrator().pending(ACME)).isInstanceOf(Pending.class);
        assertThat(migrator().pending(INITECH)).isInstanceOf(Pending.class);
        assertThat(groups().get(0)).containsExactly(ACME, INITECH);
    }

    @Test
    void isNotKnownWhereARepeatableMigrationDependsOnMore() {
        files.tenant(
                "R__greeting.sql", "CREATE OR REPLACE VIEW greeting AS SELECT '${tenant} ${flyway:user}' AS text;");
        migrateAll();
        assertThat(groups()).hasSize(3);
    }

    @Test
    void isNotKnownWhereACallbackMayDoAnything() {
        migrateAll();
        files.tenant("afterMigrate__count.sql", "CREATE TABLE IF NOT EXISTS counted (id int);");
        assertThat(groups()).hasSize(3);
    }

    @Test
    void isNotKnownWhereEachConnectionIsPreparedFirst() {
        migrateAll();
        FlywaySettings settings = files.settings(PUBLIC);
        FlywaySettings prepared = new FlywaySettings(
                PUBLIC,
                List.of(),
                settings.sharedLocations(),
                settings.tenantLocations(),
                List.of(),
                List.of(),
                List.<Consumer<FluentConfiguration>>of(configuration -> configuration.initSql("SELECT 1")),
                true,
                Duration.ZERO,
                Map.of());
        assertThat(new FlywaySchemaMigrator(
                                database.dataSource(), prepared, getClass().getClassLoader())
                        .alike(ALL))
                .hasSize(3);
    }

    @Test
    void asksAboutManyAtOnce() {
        List<MigrationTarget> many = IntStream.range(0, SchemaHistories.AT_ONCE + 1)
                .mapToObj(number -> tenant("t" + number))
                .toList();
        migrator().migrate(ACME);
        many.forEach(target -> jdbc.execute(
                "CREATE SCHEMA %1$s; CREATE TABLE %1$s.flyway_schema_history AS TABLE acme.flyway_schema_history"
                        .formatted(target)));
        StatementCounter counter = new StatementCounter(database.dataSource());
        List<MigrationTarget> all = new ArrayList<>(many);
        all.add(ACME);

        assertThat(new FlywaySchemaMigrator(
                                counter.dataSource(),
                                files.settings(PUBLIC),
                                getClass().getClassLoader())
                        .alike(all))
                .extracting(AlikeTargets::targets)
                .containsExactly(all);
        // Who has a history, and twice how long to wait for locks and the histories.
        assertThat(counter.executed()).isEqualTo(5);
    }
}
