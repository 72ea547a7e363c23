package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class DirectoriesTests {

    private final Path directory;

    DirectoriesTests(@TempDir Path directory) {
        this.directory = directory;
    }

    private final ServerUser user = ServerUser.current();

    @BeforeEach
    void needsPosix() {
        assumeThat(Directories.isPosix(directory)).as("POSIX permissions").isTrue();
    }

    @Test
    void refusesADirectoryThatOthersMayWriteInto() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Directories.setPermissions(open, "rwxrwxrwx");
        assertThatThrownBy(() -> Directories.createTrusted(open, user)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refusesALinkInPlaceOfADirectory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        assertThatThrownBy(() -> Directories.createTrusted(link, user)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void deletesALinkButNotWhatItLeadsTo() throws IOException {
        Path kept = Files.createFile(directory.resolve("kept"));
        Path deleted = Files.createDirectory(directory.resolve("deleted"));
        Files.createSymbolicLink(deleted.resolve("link"), directory);
        Directories.delete(deleted);
        assertThat(deleted).doesNotExist();
        assertThat(kept).exists();
    }
}
