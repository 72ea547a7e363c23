package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedServerIT {

    private final Path directory;

    EmbeddedServerIT(@TempDir Path temporary) throws IOException {
        this.directory = temporary.toRealPath();
        // Also when this is root's, the server's user gets in.
        Directories.setPermissions(temporary, "rwxr-xr-x");
    }

    @Test
    void endsWithItsProcess() throws Exception {
        try (ChildJvm owner = ChildJvm.withTestServer(directory)) {
            String url = owner.url();
            assertThat(isListening(url)).isTrue();
            owner.finish();
            assertThat(isListening(url)).isFalse();
            assertThat(servers()).isEmpty();
        }
    }

    @Test
    void isRemovedByTheNextProcessWhenItsOwnIsKilled() throws Exception {
        try (ChildJvm killed = ChildJvm.withTestServer(directory)) {
            String url = killed.url();
            killed.kill();
            assertThat(isListening(url)).isTrue();
            try (ChildJvm next = ChildJvm.withTestServer(directory)) {
                assertThat(next.url()).isNotEmpty().isNotEqualTo(url);
                assertThat(isListening(url)).isFalse();
                assertThat(servers()).hasSize(1);
                next.finish();
            }
        }
    }

    @Test
    void leavesTheServerOfALivingProcessAlone() throws Exception {
        try (ChildJvm one = ChildJvm.withTestServer(directory);
                ChildJvm other = ChildJvm.withTestServer(directory)) {
            String url = one.url();
            assertThat(other.url()).isNotEmpty();
            assertThat(isListening(url)).isTrue();
            one.finish();
            other.finish();
        }
    }

    private List<Path> servers() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("servers"))) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static boolean isListening(String url) {
        return !FreePort.isFree(URI.create(url.substring("jdbc:".length())).getPort());
    }
}
