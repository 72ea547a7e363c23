package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PostmasterTests {

    private final Path data;

    PostmasterTests(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void isReadFromItsFile() throws IOException {
        announce("4711\n/data\n1700000000\n5433\n\n127.0.0.1\n  1 2\nready   \n");
        assertThat(Postmaster.announcedIn(data))
                .contains(new Postmaster(4711, Instant.ofEpochSecond(1_700_000_000), 5433));
    }

    @Test
    void isNotAnnouncedWithoutAFile() {
        assertThat(Postmaster.announcedIn(data)).isEmpty();
    }

    @Test
    void isNotAnnouncedByAnEmptyFile() throws IOException {
        announce("");
        assertThat(Postmaster.announcedIn(data)).isEmpty();
    }

    @Test
    void isNotTakenForAnotherProgramWithItsNumber() throws IOException {
        announce("%d\n%s\n%d\n5433\n"
                .formatted(ProcessHandle.current().pid(), data, Instant.now().getEpochSecond()));
        assertThat(Postmaster.announcedIn(data)).isPresent();
        assertThat(Postmaster.runningOn(data)).isEmpty();
    }

    private void announce(String text) throws IOException {
        Files.writeString(data.resolve(Postmaster.FILE), text);
    }
}
