package io.tenantschemas.autoconfigure.migrate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.TypeName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

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
            new TypeFolders(List.of(locations), types, loader).verify();
        }
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
    void refusesFoldersOfTypesWhereTenantsHaveNone() throws IOException {
        write("db/tenant-premium/V2__reports.sql");
        assertThatExceptionOfType(TypeFolderException.class)
                .isThrownBy(() -> verify(Set.of(), "classpath:db/tenant"))
                .withMessageContaining("@TenantType");
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
    void looksIntoJars() throws IOException {
        Path jar = directory.resolve("migrations.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (String name : List.of("db/", "db/tenant-gold/", "db/tenant-gold/V1__x.sql")) {
                entries.putNextEntry(new JarEntry(name));
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            TypeFolders folders = new TypeFolders(List.of("classpath:db/tenant"), TYPES, loader);
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
