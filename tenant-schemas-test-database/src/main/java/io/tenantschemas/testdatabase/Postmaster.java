package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A server as it announces itself in {@code postmaster.pid}. The file outlives a server that was killed, and its process
 * number may have gone to another program since.
 *
 * @param pid the process
 * @param started when, to the second
 * @param port where it listens on 127.0.0.1
 */
record Postmaster(long pid, Instant started, int port) {

    static final String FILE = "postmaster.pid";

    private static final Duration INACCURACY = Duration.ofSeconds(10);

    /** Reads the file; empty if there is none, or one that says nothing. */
    static Optional<Postmaster> announcedIn(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE));
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException nothingSaid) {
            return Optional.empty();
        }
    }

    /** Returns the server that runs on this data, whether or not it answers yet. */
    static Optional<Postmaster> runningOn(Path data) {
        return announcedIn(data).filter(postmaster -> postmaster.isAlive(data));
    }

    /** Returns whether the process is there and is still the server of this data, and not one that got its number. */
    boolean isAlive(Path data) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Platform.current().isLinux() ? servesOnLinux(data) : looksLikeServer(process.info()))
                .isPresent();
    }

    // Where a process runs and from which file is a secret even to root in many containers; its command line is not.
    private boolean servesOnLinux(Path data) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            List<String> arguments = Arrays.asList(new String(line, StandardCharsets.UTF_8).split("\0"));
            int option = arguments.indexOf("-D");
            return option > 0
                    && option + 1 < arguments.size()
                    && arguments.get(0).endsWith("postgres")
                    && arguments.get(option + 1).equals(data.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    // What is not known counts as likeness: a live server's data must not be touched.
    private boolean looksLikeServer(ProcessHandle.Info info) {
        return info.command()
                        .map(command -> command.endsWith("postgres") || command.endsWith("postgres.exe"))
                        .orElse(true)
                && info.startInstant()
                        .map(start -> Duration.between(start, started).abs().compareTo(INACCURACY) < 0)
                        .orElse(true);
    }
}
