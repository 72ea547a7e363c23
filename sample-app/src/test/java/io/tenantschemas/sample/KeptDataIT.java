package io.tenantschemas.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

import io.tenantschemas.sample.SampleProcess.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application with the PostgreSQL that it brings along. */
class KeptDataIT {

    private final Path directory;

    KeptDataIT(@TempDir Path temporary) throws IOException {
        this.directory = temporary.resolve("data");
        if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
            // When the tests run as root, PostgreSQL runs as another user, who has to get in.
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aCommandUsesTheServerOfTheRunningApplicationAndLeavesItUp() {
        try (SampleProcess application = SampleProcess.serve(SampleProcess.keptIn(directory))) {
            Outcome outcome = SampleProcess.run(SampleProcess.keptIn(directory), "list-tenants");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.output()).contains("acme.localhost", "globex.localhost");
            expectShop(application, "acme");
            application.stop();
        }
        assertThat(isServerUp()).isFalse();
    }

    @Test
    void shopsSurviveAKill() {
        try (SampleProcess application = SampleProcess.serve(SampleProcess.keptIn(directory))) {
            application
                    .client("localhost")
                    .post()
                    .uri("/api/shops")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("""
                            {"name": "Bakery", "schemaName": "bakery", "domain": "bakery.localhost"}
                            """)
                    .exchange()
                    .expectStatus()
                    .isCreated();
            application.kill();
        }

        try (SampleProcess restarted = SampleProcess.serve(SampleProcess.keptIn(directory))) {
            expectShop(restarted, "bakery");
            expectShop(restarted, "acme");
            restarted.stop();
        }
        assertThat(isServerUp()).isFalse();
    }

    @Test
    void aCommandAloneStartsTheServerAndStopsIt() {
        Outcome outcome = SampleProcess.run(SampleProcess.keptIn(directory), "migrate-schemas");

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).contains("public");
        assertThat(isServerUp()).isFalse();
    }

    private static void expectShop(SampleProcess application, String name) {
        application
                .client(name + ".localhost")
                .get()
                .uri("/api/shop")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.schemaName")
                .isEqualTo(name);
    }

    private boolean isServerUp() {
        return Files.exists(directory.resolve("data").resolve("postmaster.pid"));
    }
}
