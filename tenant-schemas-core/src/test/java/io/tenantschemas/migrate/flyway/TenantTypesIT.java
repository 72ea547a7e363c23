package io.tenantschemas.migrate.flyway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.registry.StatementCounter;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Tenants of two types, and some of none, go through the migrations of all and those of their type, in turn and by all ways. */
class TenantTypesIT {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final TypeName PREMIUM = TypeName.of("premium");

    private static final TypeName BASIC = TypeName.of("basic");

    private static final String NOTES = "CREATE TABLE notes (id int PRIMARY KEY, body text);";

    private static final String REPORTS = "CREATE TABLE reports (id int PRIMARY KEY);";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static TestDatabase database;

    private static JdbcTemplate jdbc;

    private static StatementCounter counter;

    private MigrationFiles files;

    private FlywaySchemaMigrator migrator;

    @BeforeAll
    static void createDatabase() {
        database = PostgresServer.forTests().createDatabase();
        jdbc = new JdbcTemplate(database.dataSource());
        counter = new StatementCounter(database.dataSource());
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void write(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .tenant("V1__notes.sql", NOTES)
                .ofType("premium", "V2__reports.sql", REPORTS)
                .ofType("basic", "V2__adverts.sql", "CREATE TABLE adverts (id int PRIMARY KEY);");
        restart();
    }

    private void restart() {
        migrator = migrator(files.settings(PUBLIC));
    }

    private static FlywaySchemaMigrator migrator(FlywaySettings settings, JavaMigration... ofPremium) {
        return new FlywaySchemaMigrator(
                counter.dataSource(),
                settings.withTypes(Map.of(PREMIUM, List.of(ofPremium), BASIC, List.of())),
                TenantTypesIT.class.getClassLoader());
    }

    private static MigrationTarget target(Optional<TypeName> type) {
        return MigrationTarget.tenant(SchemaName.of("tenant_" + COUNT.incrementAndGet()))
                .ofType(type);
    }

    private static MigrationTarget made(Optional<TypeName> type) {
        MigrationTarget target = target(type);
        jdbc.execute("CREATE SCHEMA " + target.schema().quoted());
        return target;
    }

    private static MigrationTarget premium() {
        return made(Optional.of(PREMIUM));
    }

    private static MigrationTarget basic() {
        return made(Optional.of(BASIC));
    }

    private static List<String> tables(MigrationTarget target) {
        return jdbc.queryForList(
                "SELECT relname FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind = 'r'"
                        + " AND relname <> 'flyway_schema_history' ORDER BY 1",
                String.class,
                target.schema().value());
    }

    private static List<String> history(MigrationTarget target) {
        return jdbc.queryForList(
                "SELECT script FROM " + target.schema().qualify("flyway_schema_history") + " ORDER BY installed_rank",
                String.class);
    }

    @Test
    void eachGoesThroughThoseOfAllAndThoseOfItsType() {
        MigrationTarget premium = premium();
        MigrationTarget basic = basic();
        MigrationTarget none = made(Optional.empty());
        List.of(premium, basic, none).forEach(migrator::migrate);
        assertThat(history(premium)).containsExactly("V1__notes.sql", "V2__reports.sql");
        assertThat(history(basic)).containsExactly("V1__notes.sql", "V2__adverts.sql");
        assertThat(history(none)).containsExactly("V1__notes.sql");
        assertThat(tables(premium)).containsExactly("notes", "reports");
        assertThat(tables(basic)).containsExactly("adverts", "notes");
    }

    @Test
    void newSchemasAreMadeAsOthersOfTheirType() throws SQLException {
        for (int i = 0; i < 2; i++) {
            assertThat(tables(signedUp(Optional.of(PREMIUM)))).containsExactly("notes", "reports");
            assertThat(tables(signedUp(Optional.of(BASIC)))).containsExactly("adverts", "notes");
            assertThat(tables(signedUp(Optional.empty()))).containsExactly("notes");
        }
    }

    private MigrationTarget signedUp(Optional<TypeName> type) throws SQLException {
        MigrationTarget target = target(type);
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("CREATE SCHEMA " + target.schema().quoted());
            assertThat(migrator.migrateWithin(target, connection).done()).isInstanceOf(Migrated.class);
            connection.commit();
        }
        return target;
    }

    @Test
    void shortcutsLeadOthersOfTheSameTypeOnly() {
        List<MigrationTarget> premium = new ArrayList<>();
        List<MigrationTarget> basic = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            premium.add(premium());
            basic.add(basic());
        }
        premium.forEach(migrator::migrate);
        basic.forEach(migrator::migrate);
        // The same next step from another history, and one of the types has more.
        files.tenant("V3__pinned.sql", "ALTER TABLE notes ADD COLUMN pinned boolean;")
                .ofType("premium", "V4__charts.sql", "CREATE TABLE charts (id int PRIMARY KEY);");
        restart();
        for (int i = 0; i < 3; i++) {
            assertThat(migrator.tryMigrate(premium.get(i), new MigrationStop())).isPresent();
            assertThat(migrator.tryMigrate(basic.get(i), new MigrationStop())).isPresent();
        }
        assertThat(premium).allSatisfy(target -> {
            assertThat(tables(target)).containsExactly("charts", "notes", "reports");
            assertThat(history(target))
                    .containsExactly("V1__notes.sql", "V2__reports.sql", "V3__pinned.sql", "V4__charts.sql");
        });
        assertThat(basic).allSatisfy(target -> {
            assertThat(tables(target)).containsExactly("adverts", "notes");
            assertThat(history(target)).containsExactly("V1__notes.sql", "V2__adverts.sql", "V3__pinned.sql");
        });
    }

    @Test
    void shortcutsLeadNobodyOfAnotherTypeThatStandsAtTheSamePlace() {
        files.remove("premium", "V2__reports.sql");
        files.remove("basic", "V2__adverts.sql");
        List<MigrationTarget> all = List.of(premium(), premium(), premium(), basic(), made(Optional.empty()));
        all.forEach(migrator::migrate);
        files.ofType("premium", "V2__reports.sql", REPORTS);
        restart();
        all.forEach(target -> migrator.tryMigrate(target, new MigrationStop()));
        assertThat(all)
                .extracting(TenantTypesIT::tables)
                .containsExactly(
                        List.of("notes", "reports"),
                        List.of("notes", "reports"),
                        List.of("notes", "reports"),
                        List.of("notes"),
                        List.of("notes"));
    }

    @Test
    void onlyThoseOfOneTypeAreAlike() {
        files.remove("premium", "V2__reports.sql");
        files.remove("basic", "V2__adverts.sql");
        restart();
        List<MigrationTarget> all = List.of(premium(), basic(), premium(), made(Optional.empty()), basic());
        all.forEach(migrator::migrate);
        files.ofType("premium", "V2__reports.sql", REPORTS);
        restart();
        assertThat(migrator.alike(all))
                .extracting(AlikeTargets::targets)
                .containsExactly(List.of(all.get(0), all.get(2)), List.of(all.get(1), all.get(4)), List.of(all.get(3)));
        assertThat(migrator.isBehind(all.get(0))).isTrue();
        assertThat(migrator.isBehind(all.get(1))).isFalse();
        assertThat(migrator.pending(all.get(2)))
                .isInstanceOfSatisfying(
                        Pending.class,
                        pending -> assertThat(pending.migrations())
                                .extracting(migration -> migration.script())
                                .containsExactly("V2__reports.sql"));
    }

    @Test
    void thoseOfTwoTypesAreReadTogether() {
        List<MigrationTarget> all = List.of(premium(), basic(), premium(), basic());
        all.forEach(migrator::migrate);
        int before = counter.executed();
        migrator.alike(all.subList(0, 1));
        int ofOne = counter.executed() - before;
        migrator.alike(all);
        assertThat(counter.executed() - before - ofOne).isEqualTo(ofOne);
    }

    @Test
    void migrationsThatAreObjectsMayBeOfOneType() {
        FlywaySchemaMigrator withObject = migrator(files.settings(PUBLIC), new V5__Greeting());
        MigrationTarget premium = premium();
        MigrationTarget basic = basic();
        withObject.migrate(premium);
        withObject.migrate(basic);
        assertThat(tables(premium)).containsExactly("greetings", "notes", "reports");
        assertThat(tables(basic)).containsExactly("adverts", "notes");
    }

    /** A migration of tenants of one type. */
    @SuppressWarnings("checkstyle:TypeName")
    static final class V5__Greeting extends BaseJavaMigration {

        @Override
        public void migrate(Context context) throws SQLException {
            context.getConnection().createStatement().execute("CREATE TABLE greetings (id int)");
        }
    }

    @Test
    void namesBothFilesOfOneVersion() {
        files.ofType("premium", "V1__also.sql", "SELECT 1;");
        restart();
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(premium()))
                .withMessageContaining("V1__notes.sql")
                .withMessageContaining("V1__also.sql");
        assertThat(migrator.migrate(basic())).isInstanceOf(Migrated.class);
    }

    @Test
    void takesTheSameFileInBothFoldersForOne() {
        files.ofType("premium", "V1__notes.sql", NOTES);
        restart();
        MigrationTarget premium = premium();
        assertThatNoException().isThrownBy(migrator::verifyMigrations);
        assertThat(migrator.migrate(premium)).isInstanceOf(Migrated.class);
        assertThat(history(premium)).containsExactly("V1__notes.sql", "V2__reports.sql");
    }

    @Test
    void refusesATypeThatThereIsNot() {
        MigrationTarget gold = made(Optional.of(TypeName.of("gold")));
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> migrator.migrate(gold))
                .withMessageContaining("'%s' is of type 'gold'".formatted(gold.schema()))
                .withMessageContaining("There are: basic, premium.");
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> withinTransaction(gold))
                .withMessageContaining("'%s' is of type 'gold'".formatted(gold.schema()));
        assertThat(tables(gold)).isEmpty();
    }

    private void withinTransaction(MigrationTarget target) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            migrator.migrate(target, connection);
            connection.commit();
        }
    }

    @Test
    void tellsSchemasOfAllTypesFromOthers() {
        files.remove("V1__notes.sql");
        restart();
        MigrationTarget premium = premium();
        MigrationTarget basic = basic();
        migrator.migrate(premium);
        migrator.migrate(basic);
        files.tenant("V1__notes.sql", NOTES);
        restart();
        SchemaName other = made(Optional.empty()).schema();
        jdbc.execute("CREATE TABLE %s AS SELECT * FROM %s WHERE false"
                .formatted(
                        other.qualify("flyway_schema_history"), premium.schema().qualify("flyway_schema_history")));
        assertThat(migrator.ofTenants(List.of(premium.schema(), other, basic.schema())))
                .containsExactlyInAnyOrder(premium.schema(), basic.schema());
    }

    @Test
    void saysWhatToDoWhenTheTypeWasTakenAway() {
        // What is later than all that the application has, Flyway takes for that of a newer release.
        files.tenant("V3__tags.sql", "CREATE TABLE tags (id int PRIMARY KEY);");
        MigrationTarget basic = basic();
        migrator.migrate(basic);
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(basic.ofType(Optional.empty())))
                .satisfies(failure -> assertThat(failure.failure().hint())
                        .contains("was of a type before", "outOfOrder(true)", "*:missing"));
    }

    @Test
    void doesWithoutFoldersOfTypesWhereLocationsMustBeThere(@TempDir Path directory) {
        files = new MigrationFiles(directory.resolve("strict")).tenant("V1__notes.sql", NOTES);
        MigrationTarget premium = premium();
        assertThat(strict(files.settings(PUBLIC).tenantLocations()).migrate(premium))
                .isInstanceOf(Migrated.class);
        assertThat(tables(premium)).containsExactly("notes");
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> strict(List.of("classpath:db/nowhere")).migrate(premium()))
                .withStackTraceContaining("db/nowhere");
    }

    private FlywaySchemaMigrator strict(List<String> tenantLocations) {
        FlywaySettings plain = files.settings(PUBLIC);
        return migrator(new FlywaySettings(
                PUBLIC,
                plain.extraSearchPath(),
                plain.sharedLocations(),
                tenantLocations,
                List.of(),
                List.of(),
                List.of(configuration -> configuration.failOnMissingLocations(true)),
                true,
                Duration.ZERO,
                Map.of()));
    }

    @Test
    void saysWhatToDoWhenTheTypeWasChanged() {
        MigrationTarget basic = basic();
        migrator.migrate(basic);
        MigrationTarget changed = basic.ofType(Optional.of(PREMIUM));
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.migrate(changed))
                .satisfies(failure -> assertThat(failure.failure().hint())
                        .contains("of another type than 'premium'", "outOfOrder(true)", "*:missing"));
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> withinTransaction(changed))
                .withMessageContaining("of another type than 'premium'")
                .withMessageContaining("outOfOrder(true)");
        assertThat(tables(changed)).containsExactly("adverts", "notes");
        assertThat(migrator.isBehind(changed)).isTrue();
    }

    @Test
    void saysSoAlsoWhereOthersOfTheNewTypeWereLedByAShortcut() {
        List<MigrationTarget> premium = List.of(premium(), premium(), premium());
        MigrationTarget basic = basic();
        migrator.migrate(basic);
        premium.forEach(migrator::migrate);
        files.tenant("V3__pinned.sql", "ALTER TABLE notes ADD COLUMN pinned boolean;");
        restart();
        premium.forEach(target ->
                assertThat(migrator.tryMigrate(target, new MigrationStop())).isPresent());
        MigrationTarget changed = basic.ofType(Optional.of(PREMIUM));
        assertThatExceptionOfType(SchemaMigrationException.class)
                .isThrownBy(() -> migrator.tryMigrate(changed, new MigrationStop()))
                .satisfies(failure -> assertThat(failure.failure().hint()).contains("of another type than 'premium'"));
        assertThat(history(changed)).containsExactly("V1__notes.sql", "V2__adverts.sql");
    }

    @Test
    void givesATenantOfAnotherTypeItsMigrationsWhereFlywayIsToldToGoOn() {
        // Another version than that of the other type, and one that comes late.
        files.remove("premium", "V2__reports.sql");
        files.ofType("premium", "V1.5__reports.sql", REPORTS)
                .ofType("premium", "V3__charts.sql", "CREATE TABLE charts (id int PRIMARY KEY);");
        restart();
        MigrationTarget basic = basic();
        migrator.migrate(basic);
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings lenient = new FlywaySettings(
                PUBLIC,
                List.of(),
                plain.sharedLocations(),
                plain.tenantLocations(),
                List.of(),
                List.of(),
                List.of((FluentConfiguration configuration) ->
                        configuration.outOfOrder(true).ignoreMigrationPatterns("*:missing")),
                true,
                Duration.ZERO,
                Map.of());
        FlywaySchemaMigrator migratorOfAnyType = migrator(lenient);
        MigrationTarget changed = basic.ofType(Optional.of(PREMIUM));
        migratorOfAnyType.migrate(changed);
        assertThat(tables(changed)).containsExactly("adverts", "charts", "notes", "reports");
        assertThat(migratorOfAnyType.isBehind(changed)).isFalse();
    }

    @Test
    void findsTheFoldersOfTypesInJars(@TempDir Path directory) throws IOException {
        Path jar = directory.resolve("migrations.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (String folder : List.of("db/", "db/tenant/", "db/tenant-premium/")) {
                entries.putNextEntry(new JarEntry(folder));
            }
            entries.putNextEntry(new JarEntry("db/tenant/V1__notes.sql"));
            entries.write(NOTES.getBytes(StandardCharsets.UTF_8));
            entries.putNextEntry(new JarEntry("db/tenant-premium/V2__reports.sql"));
            entries.write(REPORTS.getBytes(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            FlywaySettings settings = FlywaySettings.of(PUBLIC, List.of(), List.of("classpath:db/tenant"))
                    .withTypes(Map.of(PREMIUM, List.of(), BASIC, List.of()));
            FlywaySchemaMigrator packed = new FlywaySchemaMigrator(database.dataSource(), settings, loader);
            MigrationTarget premium = premium();
            MigrationTarget basic = basic();
            MigrationTarget none = made(Optional.empty());
            List.of(basic, none, premium).forEach(packed::migrate);
            assertThat(history(premium)).containsExactly("V1__notes.sql", "V2__reports.sql");
            assertThat(history(basic)).containsExactly("V1__notes.sql");
            assertThat(history(none)).containsExactly("V1__notes.sql");
        }
    }
}
