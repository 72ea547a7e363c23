package io.tenantschemas.migrate.flyway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.tenantschemas.migrate.AmbiguousMigrationException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Without a database: nothing but the migrations is looked at. */
class AmbiguousMigrationsTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final TypeName PREMIUM = TypeName.of("premium");

    private static final TypeName BASIC = TypeName.of("basic");

    private MigrationFiles files;

    @BeforeEach
    void write(@TempDir Path directory) {
        files = new MigrationFiles(directory)
                .shared("V1__clients.sql", "SELECT 1;")
                .tenant("V1__notes.sql", "SELECT 1;")
                .tenant("R__views.sql", "SELECT 1;")
                .tenant("beforeMigrate.sql", "SELECT 1;")
                .tenant("Vacation.sql", "SELECT 1;")
                .ofType("premium", "V2__reports.sql", "SELECT 1;")
                .ofType("premium", "beforeMigrate.sql", "SELECT 2;")
                .ofType("premium", "Vacation.sql", "SELECT 2;")
                .ofType("basic", "V2__adverts.sql", "SELECT 1;");
    }

    private void verify(JavaMigration... ofPremium) {
        verify(files.settings(PUBLIC), ofPremium);
    }

    private static void verify(FlywaySettings settings, JavaMigration... ofPremium) {
        migrator(settings, ofPremium).verifyMigrations();
    }

    private static FlywaySchemaMigrator migrator(FlywaySettings settings, JavaMigration... ofPremium) {
        return new FlywaySchemaMigrator(
                new SimpleDriverDataSource(),
                settings.withTypes(Map.of(PREMIUM, List.of(ofPremium), BASIC, List.of())),
                AmbiguousMigrationsTests.class.getClassLoader());
    }

    @Test
    void acceptsOneVersionInFoldersOfTwoTypes() {
        assertThatNoException().isThrownBy(this::verify);
    }

    @Test
    void namesBothFilesOfOneVersionAndTheTypeThatSeesThem() {
        // The same version for Flyway.
        files.ofType("premium", "V1.0__also.sql", "SELECT 2;");
        assertThatExceptionOfType(AmbiguousMigrationException.class)
                .isThrownBy(this::verify)
                .satisfies(refused -> {
                    assertThat(refused.type()).contains(PREMIUM);
                    assertThat(refused.migrations())
                            .hasSize(2)
                            .anyMatch(file -> file.endsWith("tenant/V1__notes.sql"))
                            .anyMatch(file -> file.endsWith("tenant-premium/V1.0__also.sql"));
                })
                .withMessageContaining("Tenants of type 'premium'")
                .withMessageContaining("another version");
    }

    @Test
    void namesBothRepeatableFilesOfOneName() {
        files.ofType("basic", "R__views.sql", "SELECT 2;");
        assertThatExceptionOfType(AmbiguousMigrationException.class)
                .isThrownBy(this::verify)
                .withMessageContaining("Tenants of type 'basic'")
                .withMessageContaining("'views'")
                .withMessageContaining("tenant/R__views.sql")
                .withMessageContaining("tenant-basic/R__views.sql");
    }

    @Test
    void acceptsTheSameFileInBothFolders() {
        files.ofType("basic", "R__views.sql", "SELECT 1;").ofType("basic", "V1__notes.sql", "SELECT 1;");
        assertThatNoException().isThrownBy(this::verify);
    }

    @Test
    void saysThatItConcernsAllTenants() {
        files.tenant("V1__also.sql", "SELECT 2;");
        assertThatExceptionOfType(AmbiguousMigrationException.class)
                .isThrownBy(this::verify)
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(Optional.empty()))
                .withMessageStartingWith("All tenants would go through");
    }

    @Test
    void doesNotLookForTheFolderOfATypeThatHasNone(@TempDir Path another) {
        files = new MigrationFiles(another.resolve("plain")).tenant("V1__notes.sql", "SELECT 1;");
        Logger logger = (Logger) LoggerFactory.getLogger("org.flywaydb");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            FlywaySchemaMigrator migrator = migrator(files.settings(PUBLIC));
            // As at start-up. Before there is one, Flyway logs nothing.
            migrator.sharedFlyway();
            migrator.verifyMigrations();
            assertThat(log.list).isEmpty();
            assertThatExceptionOfType(AmbiguousMigrationException.class)
                    .as("objects have no folder")
                    .isThrownBy(() -> verify(new V2__Greetings(), new V2__GreetingsToo()));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void namesAnObjectAndAFileOfOneVersion() {
        assertThatExceptionOfType(AmbiguousMigrationException.class)
                .isThrownBy(() -> verify(new V2__Greetings()))
                .withMessageContaining("tenant-premium/V2__reports.sql")
                .withMessageContaining(V2__Greetings.class.getName());
    }

    @Test
    void namesAClassThatFlywayFindsByItsPlace() {
        files.tenant("V7__x.sql", "SELECT 1;");
        FlywaySettings plain = files.settings(PUBLIC);
        FlywaySettings withClasses = FlywaySettings.of(
                PUBLIC,
                plain.sharedLocations(),
                List.of(plain.tenantLocations().get(0), "classpath:io/tenantschemas/migrate/flyway/scanned"));
        assertThatExceptionOfType(AmbiguousMigrationException.class)
                .isThrownBy(() -> verify(withClasses))
                .withMessageContaining("tenant/V7__x.sql")
                .withMessageContaining("scanned.V7__Scanned");
    }

    /** A migration of the version of a file. */
    @SuppressWarnings("checkstyle:TypeName")
    static final class V2__Greetings extends BaseJavaMigration {

        @Override
        public void migrate(Context context) {}
    }

    /** Another one of that version. */
    @SuppressWarnings("checkstyle:TypeName")
    static final class V2__GreetingsToo extends BaseJavaMigration {

        @Override
        public void migrate(Context context) {}
    }
}
