package io.tenantschemas.autoconfigure.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes of an application that has run once, as the JVM keeps them for the next ones (class data sharing): those start in half
 * the time. It is made when it is first needed after something was compiled, and shared by all test processes of a build.
 *
 * @param classPath the class path, without directories, of which the JVM shares nothing
 * @param file the archive
 */
record ClassArchive(String classPath, Path file) {

    private static final Path DIRECTORY = directory();

    /** Without what it says on standard output if it cannot use an archive: it goes without it then. */
    private static final List<String> QUIET = List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr");

    private static final class Shared {

        private static final ClassArchive INSTANCE = make();
    }

    static ClassArchive shared() {
        return Shared.INSTANCE;
    }

    List<String> options() {
        List<String> options = new ArrayList<>(QUIET);
        options.addAll(List.of("-XX:SharedArchiveFile=" + file, "-cp", classPath));
        return options;
    }

    private static ClassArchive make() {
        try {
            Files.createDirectories(DIRECTORY);
            try (FileChannel channel = FileChannel.open(
                            DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                return upToDate();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static ClassArchive upToDate() throws IOException, InterruptedException {
        List<Path> entries = Stream.of(ApplicationJvm.classPath().split(File.pathSeparator, -1))
                // Surefire ends with a separator, and nothing is a directory, too: for the one the present, for others
                // the root.
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        List<String> classPath = new ArrayList<>();
        for (Path entry : entries) {
            classPath.add((Files.isDirectory(entry) ? jar(classPath.size()) : entry).toString());
        }
        ClassArchive archive =
                new ClassArchive(String.join(File.pathSeparator, classPath), DIRECTORY.resolve("classes.jsa"));
        String madeOf = System.getProperty("java.vm.version") + " " + newest(entries) + " " + entries;
        Path note = DIRECTORY.resolve("made-of");
        if (!Files.exists(note) || !Files.readString(note).equals(madeOf)) {
            Files.deleteIfExists(note);
            for (int at = 0; at < entries.size(); at++) {
                if (Files.isDirectory(entries.get(at))) {
                    pack(entries.get(at), jar(at));
                }
            }
            archive.write();
            Files.writeString(note, madeOf);
        }
        return archive;
    }

    private static Path jar(int at) {
        return DIRECTORY.resolve("classes-" + at + ".jar");
    }

    /** Returns when the last of them was compiled. */
    private static FileTime newest(List<Path> entries) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : files.toList()) {
                    FileTime time = Files.getLastModifiedTime(file);
                    newest = time.compareTo(newest) > 0 ? time : newest;
                }
            }
        }
        return newest;
    }

    private static void pack(Path classes, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        int exitCode = tool.run(
                System.out, System.err, "--create", "--no-compress", "--file=" + jar, "-C", classes.toString(), ".");
        assertThat(exitCode).isZero();
    }

    /** Has a command be run in a database of its own that needs whatever commands need. */
    private void write() throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        Path output = DIRECTORY.resolve("output");
        try (TestDatabase database = PostgresServer.forTests().createDatabase()) {
            new JdbcTemplate(database.dataSource()).execute(CommandTestApplication.TABLES);
            List<String> command = ApplicationJvm.archiving(CommandTestApplication.class, classPath, file);
            command.addAll(List.of(
                    "create-tenant",
                    "acme",
                    "--domain=acme.example.com",
                    "--tenant-schemas.migrations.tenant.locations=filesystem:" + migrations(),
                    "--spring.datasource.url=" + database.url(),
                    "--spring.datasource.username=" + database.username(),
                    "--spring.datasource.password=" + database.password()));
            int exitCode = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            assertThat(exitCode).as(Files.readString(output)).isZero();
        }
        assertThat(file).exists();
    }

    private static Path migrations() throws IOException {
        Path migrations = Files.createDirectories(DIRECTORY.resolve("tenant"));
        Files.writeString(migrations.resolve("V1__products.sql"), "CREATE TABLE products (name text PRIMARY KEY);");
        return migrations;
    }

    private static Path directory() {
        try {
            Path classes = Path.of(ClassArchive.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("class-archive");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
