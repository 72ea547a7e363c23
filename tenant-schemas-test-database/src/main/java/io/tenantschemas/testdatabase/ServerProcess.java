package io.tenantschemas.testdatabase;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server of a data directory, which is a process of its own and may have been started by another JVM. Whoever uses
 * this holds the lock that keeps others from starting and stopping it.
 */
final class ServerProcess {

    private static final List<String> ALWAYS = List.of(
            "listen_addresses=127.0.0.1",
            // A socket's path would have to be short, and a directory for it writable.
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC");

    /** For data that nobody misses after a crash. */
    static final List<String> FAST = List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

    /** For data that is to be there after a crash; these are PostgreSQL's own defaults. */
    static final List<String> DURABLE = List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on");

    /** The port was taken meanwhile; a killed server's children have not ended yet; an orphan is just starting. */
    private static final List<String> PASSING =
            List.of("could not bind", "still in use", "lock file \"postmaster.pid\" already exists");

    private static final int ATTEMPTS = 50;

    // Long enough to replay what a crash has left in the write-ahead log.
    private static final Duration STARTING = Duration.ofMinutes(3);

    private static final Duration STOPPING = Duration.ofMinutes(1);

    private final Binaries binaries;

    private final ServerUser user;

    private final DataDirectory data;

    ServerProcess(Binaries binaries, ServerUser user, DataDirectory data) {
        this.binaries = binaries;
        this.user = user.forData(data.path());
        this.data = data;
    }

    /** Returns the server once it answers: the running one if there is one, else one that is started. */
    ServerAddress runningOrStarted(String password, List<String> settings) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<ServerAddress> running = running(password);
            if (running.isPresent()) {
                return running.get();
            }
            start(settings, attempt == ATTEMPTS);
        }
        return running(password)
                .orElseThrow(() -> new PostgresServerException(
                        "PostgreSQL was started in '%s', but ended again.%s".formatted(data.path(), data.logTail())));
    }

    private Optional<ServerAddress> running(String password) {
        Waiting.until(() -> isGoneOrAnswers(password), STARTING);
        Optional<ServerAddress> address =
                Postmaster.runningOn(data.path()).map(found -> ServerAddress.local(found.port(), password));
        if (address.isPresent() && !address.get().answers()) {
            throw new PostgresServerException(
                    ("A PostgreSQL server runs on '%s', but lets nobody in at '%s'. End its process"
                                    + " %s, and start again.%s")
                            .formatted(
                                    data.path(),
                                    address.get(),
                                    Postmaster.announcedIn(data.path())
                                            .map(Postmaster::pid)
                                            .orElse(0L),
                                    data.logTail()));
        }
        return address;
    }

    private boolean isGoneOrAnswers(String password) {
        return Postmaster.runningOn(data.path())
                .map(found -> ServerAddress.local(found.port(), password).answers())
                .orElse(true);
    }

    private void start(List<String> settings, boolean lastAttempt) {
        data.removeMisleadingPidFile();
        int port = FreePort.choose();
        long alreadyLogged = data.logSize();
        Command.Result result = binaries.run(
                user,
                STARTING.plusSeconds(30),
                "pg_ctl",
                List.of(
                        "start",
                        "--pgdata=" + data.path(),
                        "--log=" + data.log(),
                        "--wait",
                        "--timeout=" + STARTING.toSeconds(),
                        "--options=" + options(settings, port)));
        if (!result.succeeded() && (lastAttempt || !isPassing(data.logSince(alreadyLogged)))) {
            throw new PostgresServerException("PostgreSQL does not start in '%s' as user '%s': %s%s"
                    .formatted(data.path(), user, result.output(), data.logTail()));
        }
        if (!result.succeeded()) {
            Waiting.pause();
        }
    }

    private static boolean isPassing(String log) {
        return PASSING.stream().anyMatch(log::contains);
    }

    private static String options(List<String> settings, int port) {
        return Stream.of(ALWAYS, settings, List.of("port=" + port))
                .flatMap(List::stream)
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
    }

    /** Stops the server if it runs, and lets it write what it has to. */
    void stop() {
        stop("fast");
    }

    /** Ends the server if it runs, for data that nobody misses. */
    void abort() {
        stop("immediate");
    }

    private void stop(String mode) {
        if (Postmaster.runningOn(data.path()).isEmpty()) {
            return;
        }
        Command.Result result = binaries.run(
                user,
                STOPPING.plusSeconds(30),
                "pg_ctl",
                List.of(
                        "stop",
                        "--pgdata=" + data.path(),
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=" + STOPPING.toSeconds()));
        if (!result.succeeded() && Postmaster.runningOn(data.path()).isPresent()) {
            throw new PostgresServerException("The PostgreSQL server in '%s' does not stop: %s%s"
                    .formatted(data.path(), result.output(), data.logTail()));
        }
    }
}
