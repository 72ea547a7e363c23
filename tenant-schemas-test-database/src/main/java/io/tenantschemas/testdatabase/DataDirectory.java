package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory in which a server keeps its data.
 *
 * @param path the directory; there is none before {@link #initialise}
 */
record DataDirectory(Path path) {

    private static final Duration INITIALISING = Duration.ofMinutes(3);

    private static final int LINES_OF_LOG = 30;

    boolean exists() {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    /** Returns the version that wrote the data; empty before {@link #initialise}. */
    Optional<MajorVersion> major() {
        try {
            return exists()
                    ? Optional.of(MajorVersion.parse(
                            Files.readString(path.resolve("PG_VERSION")).strip()))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Makes the directory, or leaves none behind: what was interrupted last time is thrown away and done again.
     *
     * @param durable whether it has to survive the machine's next crash
     */
    void initialise(Binaries binaries, ServerUser user, String password, boolean durable) {
        try {
            removeUnfinished();
            Path unfinished = path.resolveSibling(unfinishedPrefix() + UUID.randomUUID());
            Path passwordFile = unfinished.resolveSibling(unfinished.getFileName() + ".password");
            try {
                createFor(user, unfinished, passwordFile, password);
                Command.Result result =
                        binaries.run(user, INITIALISING, "initdb", arguments(unfinished, passwordFile, durable));
                if (!result.succeeded()) {
                    throw new PostgresServerException("PostgreSQL's 'initdb' failed in '%s' as user '%s': %s"
                            .formatted(unfinished, user, result.output()));
                }
                Files.move(unfinished, path);
            } finally {
                Files.deleteIfExists(passwordFile);
                Directories.delete(unfinished);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The data directory '%s' cannot be made.".formatted(path), failure);
        }
    }

    private static void createFor(ServerUser user, Path unfinished, Path passwordFile, String password)
            throws IOException {
        Files.createDirectory(unfinished);
        Directories.setPermissions(unfinished, "rwx------");
        user.give(unfinished);
        Files.createFile(passwordFile);
        Directories.setPermissions(passwordFile, "rw-------");
        Files.writeString(passwordFile, password);
        user.give(passwordFile);
    }

    private static List<String> arguments(Path unfinished, Path passwordFile, boolean durable) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C"));
        if (!durable) {
            arguments.add("--no-sync");
        }
        return arguments;
    }

    private String unfinishedPrefix() {
        return path.getFileName() + ".unfinished-";
    }

    private void removeUnfinished() throws IOException {
        try (Stream<Path> siblings = Files.list(path.resolveSibling(""))) {
            for (Path sibling : siblings.toList()) {
                if (String.valueOf(sibling.getFileName()).startsWith(unfinishedPrefix())) {
                    Directories.delete(sibling);
                }
            }
        }
    }

    Path log() {
        return path.resolve("server.log");
    }

    long logSize() {
        return log().toFile().length();
    }

    /** Returns what has been logged since the log had the given size. */
    String logSince(long size) {
        try {
            byte[] log = Files.readAllBytes(log());
            int from = (int) Math.min(size, log.length);
            return new String(log, from, log.length - from, StandardCharsets.UTF_8);
        } catch (IOException noLog) {
            return "";
        }
    }

    /** Returns the last lines of the server's log, to be appended to a message. */
    String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
            return "\nThe end of '%s':\n%s".formatted(log(), String.join("\n", last));
        } catch (IOException noLog) {
            return "\nThere is no log in '%s'.".formatted(log());
        }
    }

    /**
     * Removes a {@code postmaster.pid} that would make PostgreSQL refuse to start although nobody serves the data: its
     * process number has gone to another program, or it says nothing. Others are PostgreSQL's own to judge, because it
     * also looks whether a killed server's children still use the data.
     */
    void removeMisleadingPidFile() {
        Optional<Postmaster> announced = Postmaster.announcedIn(path);
        boolean misleading = announced
                .map(postmaster -> !postmaster.isAlive(path)
                        && ProcessHandle.of(postmaster.pid()).isPresent())
                .orElse(true);
        if (misleading) {
            try {
                Files.deleteIfExists(path.resolve(Postmaster.FILE));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
