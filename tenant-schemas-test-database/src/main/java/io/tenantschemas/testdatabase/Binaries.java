package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param home the directory that has {@code bin}, {@code lib} and {@code share}
 * @param major their version
 */
record Binaries(Path home, MajorVersion major) {

    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    /** Finds out the version, by which it also finds out whether the programs run here. */
    static Binaries at(Path home, ServerUser user) throws IOException {
        Command.Result version = user.run(home, A_MOMENT, program(home, "postgres"), "--version");
        if (!version.succeeded()) {
            throw new IOException("'%s' does not run as user '%s': %s".formatted(home, user, version.output()));
        }
        return new Binaries(home, MajorVersion.ofReport(version.output()));
    }

    private static String program(Path home, String name) {
        return home.resolve("bin").resolve(Platform.current().program(name)).toString();
    }

    /** Runs one of the programs. */
    Command.Result run(ServerUser user, Duration atMost, String program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(program(home, program));
        line.addAll(arguments);
        try {
            return user.run(home, atMost, line.toArray(String[]::new));
        } catch (IOException failure) {
            throw new PostgresServerException(
                    "PostgreSQL's '%s' in '%s' failed: %s".formatted(program, home, failure.getMessage()), failure);
        }
    }
}
