package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeptServerIT {

    private final Path temporary;

    private final Path directory;

    KeptServerIT(@TempDir Path temporary) throws IOException {
        this.temporary = temporary.toRealPath();
        this.directory = this.temporary.resolve("kept");
        // Also when this is root's, the server's user gets in.
        Directories.setPermissions(temporary, "rwxr-xr-x");
    }

    @Test
    void keepsDataBetweenStarts() throws SQLException {
        try (KeptServer server = KeptServer.startIn(directory)) {
            Sql.execute(server, "CREATE TABLE product AS SELECT 'bread' AS name");
        }
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThat(Sql.value(server, "SELECT name FROM product")).isEqualTo("bread");
        }
    }

    @Test
    void writesThrough() throws SQLException {
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThat(Sql.value(server, "SHOW fsync")).isEqualTo("on");
            assertThat(Sql.value(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(Sql.value(server, "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThatThrownBy(() -> Sql.value(server.url(), server.username(), "wrong", "SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void createsADatabaseOnce() throws SQLException {
        try (KeptServer server = KeptServer.startIn(directory)) {
            String url = server.createDatabase("shops of \"acme\"");
            assertThat(server.createDatabase("shops of \"acme\"")).isEqualTo(url);
        }
    }

    @Test
    void stopsWhenItIsClosed() {
        KeptServer.startIn(directory).close();
        assertThat(running()).isFalse();
    }

    @Test
    void staysForAnotherUserInThisProcess() {
        try (KeptServer server = KeptServer.startIn(directory)) {
            KeptServer.startIn(directory).close();
            assertThat(answers(server)).isTrue();
        }
        assertThat(running()).isFalse();
    }

    @Test
    void isUsedByAnotherProcessThatDoesNotStopIt() throws Exception {
        try (KeptServer server = KeptServer.startIn(directory);
                ChildJvm other = ChildJvm.withKeptServer(directory)) {
            assertThat(other.url()).isEqualTo(server.url());
            other.finish();
            assertThat(answers(server)).isTrue();
        }
        assertThat(running()).isFalse();
    }

    @Test
    void isStoppedByTheLastProcessWhoeverStartedIt() throws Exception {
        try (ChildJvm starter = ChildJvm.withKeptServer(directory)) {
            String url = starter.url();
            try (KeptServer server = KeptServer.startIn(directory)) {
                assertThat(server.url()).isEqualTo(url);
                starter.finish();
                assertThat(answers(server)).isTrue();
            }
        }
        assertThat(running()).isFalse();
    }

    @Test
    void isStartedOnceByProcessesThatBeginTogether() throws Exception {
        try (ChildJvm one = ChildJvm.withKeptServer(directory);
                ChildJvm other = ChildJvm.withKeptServer(directory)) {
            assertThat(one.url()).isNotEmpty().isEqualTo(other.url());
            one.finish();
            other.finish();
        }
        assertThat(running()).isFalse();
    }

    @Test
    void isTakenOverFromAKilledProcess() {
        try (ChildJvm starter = ChildJvm.withKeptServer(directory)) {
            String url = starter.url();
            starter.kill();
            try (KeptServer server = KeptServer.startIn(directory)) {
                assertThat(server.url()).isEqualTo(url);
            }
        }
        assertThat(running()).isFalse();
    }

    @Test
    void keepsCommittedDataWhenEverythingIsKilled() throws SQLException {
        try (ChildJvm starter = ChildJvm.withKeptServer(directory)) {
            Sql.execute(starter.url(), "postgres", password(), "CREATE TABLE product AS SELECT 'bread' AS name");
            starter.kill();
            Postmaster.runningOn(data(directory))
                    .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
                    .ifPresent(ChildJvm::kill);
        }
        assertThat(data(directory).resolve(Postmaster.FILE)).exists();
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThat(Sql.value(server, "SELECT name FROM product")).isEqualTo("bread");
        }
    }

    @Test
    void startsAlthoughAnotherServerHasGotItsProcessNumber() throws IOException, SQLException {
        KeptServer.startIn(directory).close();
        try (KeptServer other = KeptServer.startIn(temporary.resolve("other"))) {
            Path stale = data(directory).resolve(Postmaster.FILE);
            Files.copy(data(other.directory()).resolve(Postmaster.FILE), stale);
            ServerUser.current().give(stale);
            try (KeptServer server = KeptServer.startIn(directory)) {
                assertThat(Sql.value(server, "SHOW data_directory"))
                        .isEqualTo(data(directory).toString());
            }
            assertThat(answers(other)).isTrue();
        }
    }

    @Test
    void startsDespiteAnEmptyPidFile() throws IOException {
        KeptServer.startIn(directory).close();
        Files.createFile(data(directory).resolve(Postmaster.FILE));
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThat(answers(server)).isTrue();
        }
    }

    @Test
    void beginsAgainWhenItsInitialisationWasInterrupted() throws IOException {
        Path unfinished = Files.createDirectories(directory.resolve("data.unfinished-by-a-killed-process"));
        Files.createFile(unfinished.resolve("PG_VERSION"));
        Directories.setPermissions(directory, "rwxr-xr-x");
        try (KeptServer server = KeptServer.startIn(directory)) {
            assertThat(answers(server)).isTrue();
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        Files.createDirectories(data(directory));
        Directories.setPermissions(directory, "rwxr-xr-x");
        Files.writeString(data(directory).resolve("PG_VERSION"), "12\n");
        Files.writeString(directory.resolve("password"), "secret");
        assertThatThrownBy(() -> KeptServer.startIn(directory))
                .isInstanceOfSatisfying(
                        OtherMajorVersionException.class,
                        failure -> assertThat(failure.majorOfData()).isEqualTo(12))
                .hasMessageContaining("Add version 12.x");
    }

    @Test
    void saysWhatTheServerSaidWhenItDoesNotStart() throws IOException {
        KeptServer.startIn(directory).close();
        Files.writeString(data(directory).resolve("postgresql.conf"), "shared_buffers = nonsense\n");
        assertThatThrownBy(() -> KeptServer.startIn(directory))
                .isInstanceOf(PostgresServerException.class)
                .hasMessageContaining("nonsense");
    }

    private boolean running() {
        return Postmaster.runningOn(data(directory)).isPresent();
    }

    private String password() {
        return Passwords.readOrGenerate(directory.resolve("password"));
    }

    private static boolean answers(KeptServer server) {
        try {
            return Sql.value(server, "SELECT 1").equals("1");
        } catch (SQLException failure) {
            return false;
        }
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }
}
