package io.tenantschemas.autoconfigure.migrate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tenantschemas.migrate.flyway.FlywaySettings;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@ExtendWith(OutputCaptureExtension.class)
class TypeFoldersTests {

    private static final Set<TypeName> TYPES = Set.of(TypeName.of("basic"), TypeName.of("premium"));

    private Path directory;

    @BeforeEach
    void use(@TempDir Path temporary) {
        directory = temporary;
    }

    private void write(String file) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "SELECT 1");
    }

    private void verify(Set<TypeName> types, String... locations) throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            new TypeFolders(settings(types, locations), loader).verify();
        }
    }

    private static FlywaySettings settings(Set<TypeName> types, String... locations) {
        return FlywaySettings.of(SchemaName.of("public"), List.of("classpath:db/tenant-shared"), List.of(locations))
                .withTypes(types.stream().collect(Collectors.toMap(type -> type, type -> List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:db/tenant", "db/tenant", "classpath:/db/tenant/"})
    void refusesAFolderOnTheClassPathThatIsOfNoType(String location) throws IOException {
        write("db/tenant/V1__notes.sql");
        write("db/tenant-premium/V2__reports.sql");
        assertThatNoException().isThrownBy(() -> verify(TYPES, location));
        write("db/tenant-premum/deeper/V3__charts.sql");
        assertThatExceptionOfType(TypeFolderException.class)
                .isThrownBy(() -> verify(TYPES, location))
                .satisfies(refused -> assertThat(refused.folder()).isEqualTo("classpath:db/tenant-premum"))
                .withMessageContaining("no type 'premum'")
                .withMessageContaining("There are: basic, premium.");
    }

    @Test
    void refusesAFolderInTheFileSystemThatIsOfNoType() throws IOException {
        write("tenant-premium/V2__reports.sql");
        Files.createDirectories(directory.resolve("tenant-empty"));
        String location = "filesystem:" + directory.resolve("tenant");
        assertThatNoException().isThrownBy(() -> verify(TYPES, location));
        write("tenant-Premium/V2__reports.sql");
        assertThatExceptionOfType(TypeFolderException.class)
                .isThrownBy(() -> verify(TYPES, location))
                .withMessageContaining("no type 'Premium'");
    }

    @Test
    void warnsOfFoldersOfTypesWhereTenantsHaveNone(CapturedOutput output) throws IOException {
        write("db/tenant-premium/V2__reports.sql");
        assertThatNoException().isThrownBy(() -> verify(Set.of(), "classpath:db/tenant"));
        assertThat(output).contains("classpath:db/tenant-premium", "@TenantType");
    }

    @Test
    void acceptsFoldersThatAllTenantsGoThrough() throws IOException {
        write("db/tenant-all/V2__reports.sql");
        write("db/tenant-more/of/V3__charts.sql");
        assertThatNoException()
                .isThrownBy(
                        () -> verify(TYPES, "classpath:db/tenant", "classpath:db/tenant-all/", "db/tenant-more/of"));
    }

    @Test
    void saysWhatToDoAboutAFolderThatOnlySomeProfilesList() throws IOException {
        write("db/tenant-demo/V2__demo_items.sql");
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant", "classpath:db/tenant-demo"));
        assertThatExceptionOfType(TypeFolderException.class)
                .isThrownBy(() -> verify(TYPES, "classpath:db/tenant"))
                .withMessageContaining("Spring profile")
                .withMessageContaining("a name that does not begin like a listed one with a hyphen");
        Files.move(directory.resolve("db/tenant-demo"), directory.resolve("db/demo"));
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant"));
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant", "classpath:db/demo"));
    }

    @Test
    void acceptsFoldersOfTypesBesideAnyLocation() throws IOException {
        write("db/tenant-common-premium/V2__reports.sql");
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant", "classpath:db/tenant-common"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/tenant-shared/V1__countries.sql",
                "db/tenant-fixtures/orders.sql",
                "db/tenant-fixtures/Roles.sql",
                "db/tenant-more/V1__notes.sql.bak",
                "db/tenant-uploads/deep/V2.pdf"
            })
    void acceptsWhatTheSharedSchemaGoesThroughAndWhatIsNoMigration(String file) throws IOException {
        write(file);
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant"));
        assertThatNoException()
                .isThrownBy(() -> verify(
                        TYPES, file.contains("shared") ? "db/tenant" : "filesystem:" + directory.resolve("db/tenant")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath:db", "classpath:db/tenant-*"})
    void acceptsWhatAnotherLocationIncludes(String other) throws IOException {
        write("db/tenant-more/V1__notes.sql");
        assertThatNoException().isThrownBy(() -> verify(TYPES, "classpath:db/tenant", other));
    }

    @Test
    void knowsTheNamesThatFlywayIsToldToLookFor() throws IOException {
        write("db/tenant-gold/M1__x.psql");
        FlywaySettings settings = new FlywaySettings(
                SchemaName.of("public"),
                List.of(),
                List.of(),
                List.of("db/tenant"),
                List.of(),
                List.of(),
                List.of(configuration -> configuration.sqlMigrationPrefix("M").sqlMigrationSuffixes(".sql", ".psql")),
                true,
                Duration.ZERO,
                Map.of(TypeName.of("premium"), List.of()));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            TypeFolders folders = new TypeFolders(settings, loader);
            assertThatExceptionOfType(TypeFolderException.class).isThrownBy(folders::verify);
        }
    }

    @Test
    void looksIntoJars() throws IOException {
        Path jar = directory.resolve("migrations.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            // The last is no escape, and its name is not to be one.
            for (String name : List.of("db/", "db/tenant-gold/", "db/tenant-gold/V1__100%.sql")) {
                entries.putNextEntry(new JarEntry(name));
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            TypeFolders folders = new TypeFolders(settings(TYPES, "classpath:db/tenant"), loader);
            assertThatExceptionOfType(TypeFolderException.class)
                    .isThrownBy(folders::verify)
                    .withMessageContaining("'gold'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"classpath:db/*/tenant", "s3:bucket/tenant", "classpath:tenant", "filesystem:/nowhere/at/all"})
    void leavesAloneWhereItCannotLook(String location) throws IOException {
        write("db/x/tenant-gold/V1__x.sql");
        assertThatNoException().isThrownBy(() -> verify(TYPES, location));
    }
}
