package io.tenantschemas.testdatabase;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** Starts a server in a container. The only class that touches Testcontainers, which may be absent. */
final class ContainerServer {

    private static final int PORT = 5432;

    private ContainerServer() {}

    static StoppableServer start() {
        String password = Passwords.generate();
        // Not to be closed here: it runs until this JVM ends, and Testcontainers looks after it if the JVM is killed.
        @SuppressWarnings("resource")
        PostgreSQLContainer container = new PostgreSQLContainer(
                        "postgres:" + MajorVersion.wanted().orElse(MajorVersion.NEWEST))
                .withUsername("postgres")
                .withPassword(password)
                .withCommand(command());
        container.start();
        return StoppableServer.started(
                ServerAddress.of(container.getHost(), container.getMappedPort(PORT), password), container::stop);
    }

    private static String command() {
        return "postgres -c max_connections=200 -c timezone=UTC -c " + String.join(" -c ", ServerProcess.FAST);
    }
}
