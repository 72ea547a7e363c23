package io.tenantschemas.testdatabase;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where this library puts what nobody gave it a place for: unpacked binaries, and the data of test servers. */
final class WorkDirectories {

    private WorkDirectories() {}

    /** Returns directories that this JVM's user can own and the server's user can enter, the best one first. */
    static List<Path> candidates(ServerUser user) {
        return Setting.DIRECTORY
                .value()
                .map(chosen -> List.of(Path.of(chosen).toAbsolutePath().normalize()))
                .orElseGet(() -> defaults(user));
    }

    /**
     * Creates a directory with the given name in the best place.
     *
     * @throws PostgresServerException if there is no place for it
     */
    static Path create(ServerUser user, String name) {
        List<String> refusals = new ArrayList<>();
        for (Path place : candidates(user)) {
            try {
                Path directory = Directories.createTrusted(
                        Directories.createTrusted(place, user).resolve(name), user);
                if (user.canEnter(directory)) {
                    return directory;
                }
                refusals.add("%s (user '%s' may not enter it)".formatted(place, user));
            } catch (UncheckedIOException failure) {
                refusals.add("%s (%s)".formatted(place, failure.getCause()));
            }
        }
        throw new PostgresServerException(
                "There is no place for PostgreSQL's files. Name a directory with the %s. Tried: %s"
                        .formatted(Setting.DIRECTORY, String.join("; ", refusals)));
    }

    private static List<Path> defaults(ServerUser user) {
        String name = "tenant-schemas-" + user.jvmUserName().replaceAll("[^A-Za-z0-9]", "_");
        Path temporary = absolute(System.getProperty("java.io.tmpdir", "")).resolve(name);
        if (!user.isJvmUser()) {
            // Not root's home, which only root may enter. /var/tmp survives a restart.
            return Stream.of(Path.of("/var/tmp", name), temporary).distinct().toList();
        }
        return List.of(absolute(System.getProperty("user.home", "")).resolve(".cache/tenant-schemas"), temporary);
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize();
    }
}
