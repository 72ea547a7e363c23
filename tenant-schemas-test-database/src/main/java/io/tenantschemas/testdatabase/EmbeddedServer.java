package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Starts a server for the tests of this JVM, with data that nobody misses. A killed JVM leaves its server behind; the next
 * one to start a server removes it.
 */
final class EmbeddedServer {

    private static final Logger LOGGER = System.getLogger(EmbeddedServer.class.getName());

    private static final Duration OTHERS_AT_WORK = Duration.ofMinutes(5);

    /** Locked for as long as the JVM lives that the server belongs to. */
    private static final String OWNER = "owner";

    private final ServerUser user;

    private final Binaries binaries;

    private final Path servers;

    private EmbeddedServer(ServerUser user, Binaries binaries, Path servers) {
        this.user = user;
        this.binaries = binaries;
        this.servers = servers;
    }

    static StoppableServer start() {
        ServerUser user = ServerUser.current();
        Binaries binaries = BinariesCache.of(user).get(MajorVersion.wanted());
        return new EmbeddedServer(user, binaries, WorkDirectories.create(user, "servers")).startNew();
    }

    private StoppableServer startNew() {
        Path directory = servers.resolve(UUID.randomUUID().toString());
        FileMutex owner = own(directory);
        try {
            return startIn(directory, owner);
        } catch (RuntimeException failure) {
            remove(directory, owner);
            throw failure;
        }
    }

    private StoppableServer startIn(Path directory, FileMutex owner) {
        String password = Passwords.generate();
        DataDirectory data = dataOf(directory);
        data.initialise(binaries, user, password, false);
        ServerAddress address =
                new ServerProcess(binaries, user, data).runningOrStarted(password, settings(Setting.SETTINGS.value()));
        return StoppableServer.started(address, () -> remove(directory, owner));
    }

    /** Returns the settings of a server for tests; further ones come last, so that they win. */
    static List<String> settings(Optional<String> further) {
        return Stream.concat(
                        ServerProcess.FAST.stream(),
                        further.stream().flatMap(text -> Arrays.stream(text.split(",", -1))))
                .map(String::strip)
                .toList();
    }

    private FileMutex own(Path directory) {
        FileMutex mutex = FileMutex.acquire(servers.resolve("lock"), OTHERS_AT_WORK);
        try (mutex) {
            abandoned().forEach(this::removeAbandoned);
            Directories.create(directory, user);
            return FileMutex.acquire(directory.resolve(OWNER), OTHERS_AT_WORK);
        }
    }

    private List<Path> abandoned() {
        try (Stream<Path> all = Files.list(servers)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void removeAbandoned(Path directory) {
        try {
            FileMutex.tryAcquire(directory.resolve(OWNER)).ifPresent(owner -> remove(directory, owner));
        } catch (RuntimeException failure) {
            LOGGER.log(Level.WARNING, "A killed JVM's test server stays behind in ''{0}'': {1}", directory, failure);
        }
    }

    private void remove(Path directory, FileMutex owner) {
        try (owner) {
            new ServerProcess(binaries, user, dataOf(directory)).abort();
            Directories.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("'%s' cannot be deleted.".formatted(directory), failure);
        }
    }

    private static DataDirectory dataOf(Path directory) {
        return new DataDirectory(directory.resolve("data"));
    }
}
