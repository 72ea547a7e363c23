package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class BinariesCacheIT {

    private final ServerUser user = ServerUser.current();

    private final Path place;

    BinariesCacheIT(@TempDir Path temporary) throws IOException {
        this.place = temporary.toRealPath();
        // Also when this is root's, the server's user gets in.
        Directories.setPermissions(temporary, "rwxr-xr-x");
    }

    @Test
    void unpacksOnce() throws IOException {
        Path unpacked = marker(get(place));
        Object first = Files.getLastModifiedTime(unpacked);
        assertThat(marker(get(place))).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(first);
    }

    @Test
    void unpacksAgainWhatHasBecomeIncomplete() throws IOException {
        Path file = get(place).home().resolve("share/postgresql/pg_hba.conf.sample");
        Files.delete(file);
        get(place);
        assertThat(file).exists();
    }

    @Test
    void takesTheNextPlaceWhenOneCannotBeUsed() throws IOException {
        assumeThat(Directories.isPosix(place)).as("POSIX permissions").isTrue();
        Path open = Files.createDirectory(place.resolve("open"));
        Directories.setPermissions(open, "rwxrwxrwx");
        assertThat(get(open, place).home()).startsWith(place.resolve("binaries"));
    }

    @Test
    void saysWhyNoPlaceCanBeUsed() throws IOException {
        Path file = Files.createFile(place.resolve("file"));
        assertThatThrownBy(() -> get(file))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContainingAll("noexec", file.toString(), "TENANT_SCHEMAS_TEST_DIRECTORY");
    }

    @Test
    void refusesAnotherMajorVersionThanTheWantedOne() {
        assertThatThrownBy(() -> new BinariesCache(user, List.of(place)).get(Optional.of(new MajorVersion(12))))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContainingAll("TENANT_SCHEMAS_TEST_POSTGRESQL", "Add version 12.x");
    }

    private Binaries get(Path... places) {
        return new BinariesCache(user, List.of(places)).get(Optional.empty());
    }

    private static Path marker(Binaries binaries) {
        return binaries.home().resolve("complete");
    }
}
