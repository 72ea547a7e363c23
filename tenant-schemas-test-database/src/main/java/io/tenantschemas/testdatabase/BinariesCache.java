package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Unpacks PostgreSQL's programs once for all JVMs of a user. */
final class BinariesCache {

    private static final Duration UNPACKING = Duration.ofMinutes(5);

    /** Has the number of files, for programs that clean up directories of temporary files take single ones. */
    private static final String MARKER = "complete";

    private final ServerUser user;

    private final List<Path> places;

    BinariesCache(ServerUser user, List<Path> places) {
        this.user = user;
        this.places = places;
    }

    static BinariesCache of(ServerUser user) {
        return new BinariesCache(user, WorkDirectories.candidates(user));
    }

    /**
     * Returns the programs of the wanted version, or those found first if there is no wish.
     *
     * @throws PostgresServerException if the class path has none
     */
    Binaries get(Optional<MajorVersion> wanted) {
        List<Binaries> all = all();
        return all.stream()
                .filter(binaries -> wanted.map(binaries.major()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> new PostgresServerException(
                        ("The %s asks for PostgreSQL %s, but the class path has the binaries of PostgreSQL %s. Add version"
                                        + " %s.x of 'io.zonky.test.postgres:%s'.")
                                .formatted(
                                        Setting.POSTGRESQL,
                                        wanted.map(MajorVersion::toString).orElse(""),
                                        majors(all),
                                        wanted.map(MajorVersion::toString).orElse(""),
                                        Platform.current().artifact())));
    }

    /**
     * Returns the programs that can serve data of the given version.
     *
     * @throws OtherMajorVersionException if the class path has none
     */
    Binaries get(MajorVersion majorOfData, Path data) {
        List<Binaries> all = all();
        return all.stream()
                .filter(binaries -> binaries.major().equals(majorOfData))
                .findFirst()
                .orElseThrow(() -> new OtherMajorVersionException(data, majorOfData, majors(all)));
    }

    private List<Binaries> all() {
        return BinariesArchive.onClassPath(Platform.current()).stream()
                .map(this::unpacked)
                .toList();
    }

    private static String majors(List<Binaries> all) {
        return String.join(", ", all.stream().map(one -> one.major().toString()).toList());
    }

    private Binaries unpacked(BinariesArchive archive) {
        List<String> refusals = new ArrayList<>();
        for (Path place : places) {
            try {
                return unpacked(archive, place);
            } catch (IOException | UncheckedIOException failure) {
                refusals.add("%s (%s)".formatted(place, failure.getMessage()));
            }
        }
        throw new PostgresServerException(
                ("There is no place from which PostgreSQL can be run; a file system mounted with"
                                + " 'noexec' is none. Name another directory with the %s. Tried: %s")
                        .formatted(Setting.DIRECTORY, String.join("; ", refusals)));
    }

    private Binaries unpacked(BinariesArchive archive, Path place) throws IOException {
        Path directory =
                Directories.createTrusted(Directories.createTrusted(place, user).resolve("binaries"), user);
        Path home = directory.resolve("postgres-" + archive.fingerprint());
        FileMutex mutex = FileMutex.acquire(directory.resolve(home.getFileName() + ".lock"), UNPACKING);
        try (mutex) {
            if (!isComplete(home)) {
                unpack(archive, home);
            }
        }
        return Binaries.at(home, user);
    }

    private static void unpack(BinariesArchive archive, Path home) throws IOException {
        Path unfinished = home.resolveSibling(home.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectory(unfinished);
            Directories.setPermissions(unfinished, "rwxr-xr-x");
            archive.unpackTo(unfinished);
            Files.writeString(unfinished.resolve(MARKER), Long.toString(files(unfinished)));
            Directories.delete(home);
            Files.move(unfinished, home);
        } finally {
            Directories.delete(unfinished);
        }
    }

    private static boolean isComplete(Path home) throws IOException {
        Path marker = home.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).equals(Long.toString(files(home) - 1));
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !Files.isDirectory(path)).count();
        }
    }
}
