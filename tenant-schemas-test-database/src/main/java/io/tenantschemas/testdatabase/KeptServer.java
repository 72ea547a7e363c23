package io.tenantschemas.testdatabase;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server whose data is kept between starts, for a demonstration or for development.
 *
 * <p>All processes that name the same directory use the same server: the first one starts it, the last one to close stops
 * it. A process that is killed leaves it running; the next one to start uses it and, as the last one, stops it. Data that
 * was committed survives a crash of the machine, because {@code fsync} is on. The server listens on 127.0.0.1 only, on a
 * port that changes from start to start, and lets in whoever knows its password.
 *
 * <p>Always runs the binaries on the class path: the switch for test databases does not apply here.
 */
public final class KeptServer implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(KeptServer.class.getName());

    // Another process may be unpacking, initialising and starting.
    private static final Duration OTHERS_AT_WORK = Duration.ofMinutes(10);

    private final KeptDirectory directory;

    private final ServerProcess process;

    private final ServerAddress address;

    private final AtomicBoolean closed = new AtomicBoolean();

    private KeptServer(KeptDirectory directory, ServerProcess process, ServerAddress address) {
        this.directory = directory;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the server of a directory, or joins those who use it already. The directory is made if there is none. If this
     * JVM runs as root, PostgreSQL runs as {@code postgres} or {@code nobody}, and the data goes to another directory
     * whenever that user cannot get to the given one; see {@link #directory()}.
     *
     * @throws OtherMajorVersionException if the data was written by another major version of PostgreSQL
     * @throws PostgresServerException if there is no server for another reason
     */
    public static KeptServer startIn(Path directory) {
        try {
            ServerUser user = ServerUser.current();
            return startIn(KeptDirectory.open(directory, user), user);
        } catch (UncheckedIOException failure) {
            throw new PostgresServerException(failure);
        }
    }

    private static KeptServer startIn(KeptDirectory kept, ServerUser user) {
        FileMutex mutex = FileMutex.acquire(kept.mutex(), OTHERS_AT_WORK);
        try (mutex) {
            SharedUse.join(kept.users());
            boolean started = false;
            try {
                KeptServer server = start(kept, user);
                started = true;
                return server;
            } finally {
                if (!started) {
                    SharedUse.leave(kept.users());
                }
            }
        }
    }

    private static KeptServer start(KeptDirectory kept, ServerUser user) {
        DataDirectory data = kept.data();
        String password = kept.password();
        Binaries binaries = binariesFor(data, user);
        if (!data.exists()) {
            data.initialise(binaries, user, password, true);
        }
        ServerProcess process = new ServerProcess(binaries, user, data);
        return new KeptServer(kept, process, process.runningOrStarted(password, ServerProcess.DURABLE));
    }

    private static Binaries binariesFor(DataDirectory data, ServerUser user) {
        BinariesCache cache = BinariesCache.of(user);
        return data.major()
                .map(major -> cache.get(major, data.path()))
                .orElseGet(() -> cache.get(MajorVersion.wanted()));
    }

    /** Returns the directory that has the data, which is not always the given one. */
    public Path directory() {
        return directory.path();
    }

    /** Returns the JDBC URL of the database {@code postgres}, which is there from the beginning. */
    public String url() {
        return address.maintenanceUrl();
    }

    /** Returns the JDBC URL of a database, whether or not there is one of that name. */
    public String url(String database) {
        return address.url(database);
    }

    /** Returns the name of the user, a superuser. */
    public String username() {
        return address.username();
    }

    /** Returns the password of the user, the same after each start. */
    public String password() {
        return address.password();
    }

    /**
     * Creates a database unless there is one of that name.
     *
     * @return its JDBC URL
     */
    public String createDatabase(String name) {
        new Databases(address).createIfMissing(name);
        return url(name);
    }

    /**
     * Stops the server, unless another process, or another of these in this process, still uses it. Closing twice does
     * nothing. A server that does not stop is logged and will be used by the next start.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            leave();
        } catch (RuntimeException failure) {
            LOGGER.log(Level.WARNING, "The PostgreSQL server may still run.", failure);
        }
    }

    private void leave() {
        FileMutex mutex = FileMutex.acquire(directory.mutex(), OTHERS_AT_WORK);
        try (mutex) {
            if (SharedUse.leave(directory.users())) {
                process.stop();
            }
        }
    }
}
