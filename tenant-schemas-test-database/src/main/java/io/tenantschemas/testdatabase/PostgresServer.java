package io.tenantschemas.testdatabase;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server for the tests of this JVM. Which one it is, a developer says from outside, in the environment
 * variable {@code TENANT_SCHEMAS_TEST_DATABASE} or the system property {@code tenant-schemas.test.database}, and no test
 * knows:
 *
 * <ul>
 *   <li>{@code embedded}, which is the default: started from the binaries on the class path;
 *   <li>{@code testcontainers}: started in a container, if Testcontainers is on the class path;
 *   <li>a JDBC URL with a user who may create databases and roles: a server that is there already.
 * </ul>
 *
 * <p>A server that is started here forgets everything in a crash, and ends with the JVM; one that a killed JVM left behind
 * is removed by the next. Safe for use by several threads.
 */
public final class PostgresServer {

    private static final Logger LOGGER = System.getLogger(PostgresServer.class.getName());

    private static final Object LOCK = new Object();

    private static @Nullable PostgresServer shared;

    private static @Nullable String failure;

    private final StoppableServer server;

    private final Set<TestDatabase> databases = ConcurrentHashMap.newKeySet();

    private PostgresServer(StoppableServer server) {
        this.server = server;
    }

    /**
     * Returns the server of this JVM, the same one each time; it is started when it is first asked for.
     *
     * @throws PostgresServerException if there is none, with the same reason each time
     */
    public static PostgresServer forTests() {
        synchronized (LOCK) {
            if (failure != null) {
                // Not tried again: each of a thousand tests would wait for as long as the first.
                throw new PostgresServerException(failure);
            }
            if (shared == null) {
                shared = start();
            }
            return shared;
        }
    }

    private static PostgresServer start() {
        try {
            PostgresServer started = new PostgresServer(start(TestDatabaseChoice.current()));
            Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "stop-postgresql"));
            return started;
        } catch (PostgresServerException thrown) {
            failure = thrown.getMessage();
            throw thrown;
        }
    }

    private static StoppableServer start(TestDatabaseChoice choice) {
        if (choice instanceof TestDatabaseChoice.Given given) {
            return StoppableServer.given(ServerAddress.parse(given.url()));
        }
        return choice instanceof TestDatabaseChoice.Testcontainers ? startContainer() : startEmbedded();
    }

    private static StoppableServer startEmbedded() {
        try {
            return EmbeddedServer.start();
        } catch (UncheckedIOException thrown) {
            throw new PostgresServerException(thrown);
        }
    }

    private static StoppableServer startContainer() {
        try {
            return ContainerServer.start();
        } catch (NoClassDefFoundError absent) {
            throw new PostgresServerException(
                    ("The %s asks for Testcontainers, which is not on the class path. Add the dependency"
                                    + " 'org.testcontainers:testcontainers-postgresql'.")
                            .formatted(Setting.DATABASE),
                    absent);
        }
    }

    /**
     * Creates an empty database with a name of its own.
     *
     * @return the database, to be closed when the test is over; what is still open when the JVM ends is dropped then
     * @throws PostgresServerException if the server refuses
     */
    public TestDatabase createDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        new Databases(server.address()).create(name);
        return track(name);
    }

    private TestDatabase track(String name) {
        TestDatabase[] database = new TestDatabase[1];
        database[0] = new TestDatabase(server.address(), name, () -> databases.remove(database[0]));
        databases.add(database[0]);
        return database[0];
    }

    private void stop() {
        try {
            if (server.isGiven()) {
                List.copyOf(databases).forEach(TestDatabase::close);
            }
            server.stop().run();
        } catch (RuntimeException thrown) {
            LOGGER.log(Level.WARNING, "The PostgreSQL server for tests was not stopped.", thrown);
        }
    }
}
