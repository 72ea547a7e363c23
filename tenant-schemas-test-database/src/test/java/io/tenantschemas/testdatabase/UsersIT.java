package io.tenantschemas.testdatabase;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What differs when root runs the JVM, and that nothing else does. */
class UsersIT {

    private final ServerUser user = ServerUser.current();

    private final Path temporary;

    UsersIT(@TempDir Path temporary) throws IOException {
        this.temporary = temporary.toRealPath();
    }

    @BeforeEach
    void needsRoot() {
        assumeThat(user.isJvmUser()).as("not root").isFalse();
    }

    @Test
    void rootKeepsDataWhereTheServersUserGetsIn() throws IOException, SQLException {
        Directories.setPermissions(temporary, "rwxr-xr-x");
        Path wanted = temporary.resolve("not/there/yet");
        try (KeptServer server = KeptServer.startIn(wanted)) {
            assertThat(server.directory()).isEqualTo(wanted);
            assertThat(Files.getOwner(wanted.resolve("data")).getName()).isEqualTo(user.toString());
            assertThat(Sql.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void rootKeepsDataElsewhereWhenOnlyRootGetsIn() throws IOException, SQLException {
        Directories.setPermissions(temporary, "rwx------");
        Path wanted = temporary.resolve("kept");
        try {
            try (KeptServer server = KeptServer.startIn(wanted)) {
                assertThat(server.directory().startsWith(temporary)).isFalse();
                Sql.execute(server, "CREATE TABLE product AS SELECT 'bread' AS name");
            }
            try (KeptServer server = KeptServer.startIn(wanted)) {
                assertThat(Sql.value(server, "SELECT name FROM product")).isEqualTo("bread");
            }
        } finally {
            Directories.delete(KeptDirectory.open(wanted, user).path());
        }
    }

    @Test
    void anOrdinaryUserRunsAServer() throws Exception {
        Directories.setPermissions(temporary, "rwxr-xr-x");
        Path home = Files.createDirectory(temporary.resolve("home"));
        user.give(home);
        try (ChildJvm child = asServersUser(home, "kept")) {
            assertThat(child.url()).isNotEmpty();
            assertThat(Postmaster.runningOn(home.resolve("directory/data"))).isPresent();
            child.finish();
            assertThat(Postmaster.runningOn(home.resolve("directory/data"))).isEmpty();
        }
    }

    @Test
    void anOrdinaryUserRunsATestServer() throws Exception {
        Directories.setPermissions(temporary, "rwxr-xr-x");
        Path home = Files.createDirectory(temporary.resolve("home"));
        user.give(home);
        try (ChildJvm child = asServersUser(home, "test")) {
            assertThat(child.url()).isNotEmpty();
            child.finish();
        }
    }

    // The Java that runs this, and its class path, may be where only root gets in.
    private ChildJvm asServersUser(Path home, String what) throws IOException {
        assumeThat(user.canEnter(Path.of(System.getProperty("java.home"), "bin")))
                .as("a Java for everybody")
                .isTrue();
        List<String> line = ChildJvm.line(user.command(), classPathForEverybody(), what, home.resolve("directory"));
        ProcessBuilder builder = new ProcessBuilder(line).directory(home.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + home + " -Djava.io.tmpdir=" + home);
        return ChildJvm.start(builder);
    }

    private String classPathForEverybody() throws IOException {
        Path copies = Files.createDirectory(temporary.resolve("class-path"));
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path copy = copies.resolve(Integer.toString(classPath.size()));
            copy(Path.of(entry), copy);
            classPath.add(copy.toString());
        }
        letEverybodyRead(copies);
        return String.join(File.pathSeparator, classPath);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void letEverybodyRead(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                Directories.setPermissions(path, "rwxr-xr-x");
            }
        }
    }
}
