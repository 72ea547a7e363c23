package io.tenantschemas.testdatabase;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PgBouncer in transaction mode before a test database: each transaction may get another connection to the server,
 * and a connection serves one client after the other.
 *
 * <p>The program is the one on the {@code PATH} or in {@code /usr/sbin}; PgBouncer is not among the binaries that Maven
 * brings along. It ends with {@link #close()}, and also when this JVM is killed.
 */
public final class PgBouncer implements AutoCloseable {

    private static final Duration STARTING = Duration.ofSeconds(30);

    private static final Duration STOPPING = Duration.ofSeconds(30);

    /** Ends the program as soon as nobody holds the other end of the input. */
    private static final String UNTIL_INPUT_ENDS =
            "\"$0\" \"$1\" & server=$!; cat > /dev/null; kill $server; wait $server";

    private static final Pattern VERSION = Pattern.compile("PgBouncer (?<major>\\d+)\\.(?<minor>\\d+)");

    private final Process process;

    private final Path directory;

    private final ServerAddress address;

    private final TestDatabase database;

    private PgBouncer(Process process, Path directory, ServerAddress address, TestDatabase database) {
        this.process = process;
        this.directory = directory;
        this.address = address;
        this.database = database;
    }

    /** Returns whether the program is there to be started. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /** Returns whether the program is there and keeps prepared statements, as it does from 1.21 on. */
    public static boolean keepsPreparedStatements() {
        return program().map(PgBouncer::version).filter(PgBouncer::keepsThem).isPresent();
    }

    private static boolean keepsThem(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find()
                && (Integer.parseInt(matcher.group("major")) > 1 || Integer.parseInt(matcher.group("minor")) >= 21);
    }

    private static String version(File program) {
        try {
            Process process = new ProcessBuilder(program.getPath(), "--version")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<File> program() {
        // Debian installs it where an ordinary user's PATH does not lead.
        String path = String.join(File.pathSeparator, System.getenv().getOrDefault("PATH", ""), "/usr/sbin");
        return Stream.of(path.split(File.pathSeparator))
                .map(place -> new File(place, "pgbouncer"))
                .filter(File::canExecute)
                .findFirst();
    }

    /**
     * Starts a PgBouncer.
     *
     * @param database the database that it gives access to
     * @param poolSize how many connections to the server it has at most
     * @throws PostgresServerException if it is not installed or does not start
     */
    public static PgBouncer before(TestDatabase database, int poolSize) {
        File program = program()
                .orElseThrow(() -> new PostgresServerException(
                        "There is no PgBouncer. Install it, on Debian with 'apt-get install pgbouncer'."));
        ServerUser user = ServerUser.current();
        Path directory = Directories.create(
                WorkDirectories.create(user, "poolers")
                        .resolve(UUID.randomUUID().toString()),
                user);
        try {
            user.give(directory);
            return start(program, user, directory, database, poolSize);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static PgBouncer start(File program, ServerUser user, Path directory, TestDatabase database, int poolSize)
            throws IOException {
        int port = FreePort.choose();
        Path settings = directory.resolve("pgbouncer.ini");
        // Before anything is written: there is a password in it.
        Files.createFile(settings);
        Directories.setPermissions(settings, "rw-------");
        Files.writeString(settings, settings(database, poolSize, port), StandardCharsets.UTF_8);
        user.give(settings);
        Process process = new ProcessBuilder(
                        user.command("/bin/sh", "-c", UNTIL_INPUT_ENDS, program.getPath(), settings.toString()))
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile())
                .start();
        PgBouncer started =
                new PgBouncer(process, directory, ServerAddress.of("127.0.0.1", port, database.password()), database);
        started.waitUntilItAnswers();
        return started;
    }

    private static String settings(TestDatabase database, int poolSize, int port) {
        PGSimpleDataSource target = new PGSimpleDataSource();
        target.setUrl(database.url());
        return String.join(
                "\n",
                "[databases]",
                "%s = host=%s port=%d dbname=%1$s user=%s password='%s'"
                        .formatted(
                                database.name(),
                                target.getServerNames()[0],
                                target.getPortNumbers()[0],
                                database.username(),
                                database.password().replace("'", "''")),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any",
                "pool_mode = transaction",
                "default_pool_size = " + poolSize,
                "max_client_conn = 500",
                // The driver sends it, and means the value that the server has anyway.
                "ignore_startup_parameters = extra_float_digits",
                keepsPreparedStatements() ? "max_prepared_statements = 200" : "",
                "");
    }

    private void waitUntilItAnswers() {
        if (!Waiting.until(this::answers, STARTING)) {
            close();
            throw new PostgresServerException("PgBouncer does not start: " + output());
        }
    }

    private boolean answers() {
        try (Connection connection = address.dataSource(database.name()).getConnection()) {
            return connection.isValid(20);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output.log"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Returns the JDBC URL that leads through PgBouncer, without user and password. */
    public String url() {
        return address.url(database.name());
    }

    /** Ends PgBouncer. Connections through it break. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Directories.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
